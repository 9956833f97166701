import { statSync } from 'node:fs';
import { InvalidArgumentError, Option } from 'commander';
import type { ColumnMapping } from '../workload/trace-summary';
import { wholeNumber } from './option-values';

/** What most commands print: text for people, or JSON for programs. */
export type TextOrJson = 'text' | 'json';

/** `--format text|json`; `what` it is the format of, where the command prints more than one thing. */
export function formatOption(what?: string): Option {
  return new Option('--format <format>', what).choices(['text', 'json'] satisfies TextOrJson[]).default('text');
}

/** `--document N`: one document of a file, from 1. */
export function documentOption(): Option {
  return new Option('--document <n>', 'only the Nth document of the file').argParser(wholeNumber());
}

/** `--plot FILE`: a drawing of `what`. */
export function plotOption(what: string): Option {
  return new Option('--plot <file>', `${what}: a new .svg or .html file`).argParser(plotFile);
}

function plotFile(text: string): string {
  if (!/\.(?:svg|html?)$/i.test(text)) throw new InvalidArgumentError('Give a name that ends in .svg or .html.');
  return text;
}

/** `--force`: results may replace files. */
export function forceOption(): Option {
  return new Option('--force', 'write over files that exist').default(false);
}

/** `--allowed-root DIR`, which may be repeated: what references are confined to. */
export function allowedRootOption(): Option {
  return new Option(
    '--allowed-root <dir>',
    'a folder that references may lead to, also several; anywhere by default',
  ).argParser(allowedRoot);
}

function allowedRoot(folder: string, before: readonly string[] = []): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new InvalidArgumentError('There is no such folder.');
  return [...before, folder];
}

/** `--columns prefill=NAME,decode=NAME`: where a trace keeps the two lengths. */
export function columnsOption(): Option {
  return new Option('--columns <names>', 'prefill=NAME,decode=NAME, where the trace is not recognised').argParser(
    columnMapping,
  );
}

/** The two names, in either order. A name may hold commas and equal signs. */
function columnMapping(text: string): ColumnMapping {
  const [, first, name, second, other] =
    /^\s*(prefill|decode)=(.+?)\s*,\s*(prefill|decode)=(.+?)\s*$/s.exec(text) ?? [];
  if (name === undefined || other === undefined || first === second) {
    throw new InvalidArgumentError('Give both names: prefill=NAME,decode=NAME.');
  }
  return first === 'prefill' ? { prefill: name, decode: other } : { prefill: other, decode: name };
}
