import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFailure } from '../../analysis/read-manifest';
import { schemaVersion } from '../../report/explanation-json';
import { allRules, ruleCodes } from '../../rules/catalogue';
import type { Severity } from '../../rules/rule';
import { closest } from '../../text/closest';
import { type Output, UsageError } from '../command-context';
import { pageText } from './page-text';

/** The rules' pages ship beside the bundles. */
export const rulePages = join(__dirname, '..', 'docs', 'rules');

/** A rule with its page, as it is in the documentation. */
export interface ExplainedRule {
  readonly code: string;
  readonly title: string;
  /** By default. */
  readonly severity: Severity;
  /** Markdown. */
  readonly page: string;
}

/** The rules with these codes, in upper case and known, and their pages. Rejects where a page cannot be read. */
export function explainedRules(
  codes: readonly string[],
  folder: string = rulePages,
): Promise<readonly ExplainedRule[]> {
  const chosen = codes.flatMap((code) => allRules.filter((rule) => rule.code === code));
  return Promise.all(
    chosen.map(async ({ code, title, severity }) => {
      return { code, title, severity, page: await readFile(join(folder, `${code}.md`), 'utf8') };
    }),
  );
}

/**
 * Tells codes of rules from files: a file of such a name needs a folder before it, like `./AFD101`. Throws UsageError for
 * both at once in JSON, where each has a shape of its own.
 */
export function splitTargets(targets: readonly string[], format: string) {
  const isCode = (target: string): boolean => /^AFD\d{3}$/i.test(target);
  const codes = [...new Set(targets.filter(isCode).map((code) => code.toUpperCase()))];
  const files = targets.filter((target) => !isCode(target));
  if (format === 'json' && codes.length > 0 && files.length > 0) {
    throw new UsageError(`with --format json, give codes (${codes.join(', ')}) and files in separate runs`);
  }
  return { codes, files };
}

/** Writes the pages of rules; returns the exit status, 2 where one is not known or its page not there. */
export async function explainRules(
  codes: readonly string[],
  format: 'text' | 'markdown' | 'json',
  { out, error }: Output,
  folder: string = rulePages,
): Promise<number> {
  const unknown = codes.filter((code) => !ruleCodes.includes(code));
  for (const code of unknown) {
    const likely =
      closest(
        code,
        ruleCodes.filter((known) => known.startsWith(code.slice(0, 4))),
      ) ?? closest(code, ruleCodes);
    error(`unknown rule '${code}'${likely ? `; did you mean ${likely}?` : `; the rules are ${ruleCodes.join(', ')}`}`);
  }
  const known = codes.filter((code) => ruleCodes.includes(code));
  if (known.length === 0) return 2;
  try {
    const rules = await explainedRules(known, folder);
    if (format === 'json') out(`${JSON.stringify({ schemaVersion, rules }, null, 2)}\n`);
    else out(rules.map(({ page }) => (format === 'text' ? pageText(page) : page)).join('\n'));
    return unknown.length > 0 ? 2 : 0;
  } catch (reason) {
    error(`${(reason as NodeJS.ErrnoException).path ?? folder}: ${readFailure(reason)}; install AFD Lens again`);
    return 2;
  }
}
