import { readOptions } from '../../shell/options';
import { readScript } from '../../shell/read-script';
import { type MappedText, rangeOfText, unknownsIn } from '../../text/mapped-text';
import type { TextRange } from '../../text/text-range';
import { scalarText } from '../../yaml/scalar-text';
import type { TreeMap } from '../../yaml/yaml-tree';
import type { Environment, ManifestProcess } from '../carriers/process';
import { DottedOptions } from './dotted-options';
import type { LaunchOption, LaunchOptions, Unresolved } from './launch';
import { longName, optionNames } from './option-names';
import type { ProgramCall } from './program-call';

/** The programs that a process starts, in order, with their options by name. `file` is the text that its places refer to. */
export function programCalls(process: ManifestProcess, file: string): readonly ProgramCall[] {
  const { start, environment } = process;
  switch (start.kind) {
    case 'words':
      return start.words.length > 0 ? [callOf(process, start.words, environment)] : [];
    case 'script':
      return readScript(start.script, environment).commands.map(({ words, variables }) =>
        callOf(process, words, variables),
      );
    case 'options':
      return [
        {
          carrier: process.carrier,
          environment,
          site: process.carrier.site,
          positional: [],
          options: keysAsOptions(start.options, file),
          open: undefined,
          keys: start.options,
        },
      ];
  }
}

function callOf({ carrier }: ManifestProcess, words: readonly MappedText[], environment: Environment): ProgramCall {
  const { positional, options, openEnded } = readOptions(words, optionNames);
  const byName = new Map<string, LaunchOption>();
  const dotted = new DottedOptions();
  for (const { name: long, nameRange, value, dotted: keys } of options) {
    // What has a size in SGLang is a flag of vLLM.
    const name = long === 'expert-parallel-size' && !value ? 'enable-expert-parallel' : long;
    if (keys.length === 0) byName.set(name, { name, nameRange, value, tree: undefined });
    else if (value) dotted.add(name, nameRange, keys, value);
  }
  // vLLM puts what dotted flags add up to behind all other options, so that it replaces an object given whole.
  for (const option of dotted.options()) byName.set(option.name, option);
  const site = placeOf(words[0]!);
  const further = openEnded.filter((word) => !isModel(word, positional));
  return { carrier, environment, site, positional, options: byName, open: openOf(further, byName), keys: undefined };
}

/** What a value that holds several options is called, rather than one model. */
const severalWords = /[@*]|arg|opt|flag|param|extra/i;

/** Whether a word that only a run knows stands for the model: behind `serve`, where there is room for one. */
function isModel(word: MappedText, positional: readonly MappedText[]): boolean {
  const before = positional[positional.indexOf(word) - 1];
  return /^f?serve(?:r)?$/.test(before?.text ?? '') && !unknownsIn(word).some((name) => severalWords.test(name));
}

/** What decides which further options there are: a word that only a run knows, or a file of options. */
function openOf([word]: readonly MappedText[], options: LaunchOptions): Unresolved | undefined {
  if (word) return { unresolved: unknownsIn(word).join(' '), range: placeOf(word) };
  const file = options.get('config');
  return file?.value && { unresolved: `--config ${file.value.text}`, range: placeOf(file.value) };
}

function keysAsOptions({ entries }: TreeMap, file: string): LaunchOptions {
  return new Map(
    entries.map(({ key, keyRange, value: node }) => {
      const name = longName(key);
      const value = node.kind === 'scalar' && node.range.end > node.range.start ? scalarText(file, node) : undefined;
      const tree = value?.text.trimStart().startsWith('{') ? undefined : node;
      return [name, { name, nameRange: keyRange, value, tree }];
    }),
  );
}

function placeOf(text: MappedText): TextRange {
  const { start, end } = rangeOfText(text);
  return { start, end };
}
