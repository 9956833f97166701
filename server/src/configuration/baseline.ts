import { dirname, relative } from 'node:path';

/** File name of the baseline, found upwards like the configuration. */
export const baselineName = 'afd-lens.baseline.json';

/** A finding that was there when the baseline was made. */
export interface BaselineEntry {
  readonly rule: string;
  readonly fingerprint: string;
  /** Predicted gain, in percent, that the finding promised then; a larger one is reported again. */
  readonly gainPercent?: number;
}

/** The findings of a project's files that were there when it began to be checked. */
export interface Baseline {
  /** Absolute path of the file. */
  readonly path: string;
  /** By the file's path relative to the baseline, with forward slashes. */
  readonly files: Readonly<Record<string, readonly BaselineEntry[]>>;
  /** What is wrong with it, as one sentence. */
  readonly problem: string | undefined;
}

/** The rules for what is not read at all: no valid YAML, endless aliases, a file that is too large. */
const unreadRules: readonly string[] = ['AFD301', 'AFD308', 'AFD309'];

/** How much more a finding may promise than its baseline entry before it counts as a worse one, in percentage points. */
const slackPercent = 1;

/** Reads a baseline's text. Never throws. */
export function readBaseline(path: string, text: string): Baseline {
  const failed = (problem: string): Baseline => ({ path, files: {}, problem });
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return failed('it is not valid JSON');
  }
  if (!isRecord(data) || data.version !== 1 || !isRecord(data.files)) return failed('it is no baseline of version 1');
  const files = Object.entries(data.files);
  const wrong = files.find(([, entries]) => !Array.isArray(entries) || !entries.every(isEntry));
  if (wrong) return failed(`the entries of "${wrong[0]}" are not readable`);
  return { path, files: Object.fromEntries(files) as Baseline['files'], problem: undefined };
}

/** The text of a baseline file: sorted, one finding a line, so that a review shows what changed. */
export function writeBaseline(files: Baseline['files']): string {
  const blocks = Object.entries(files)
    .filter(([, entries]) => entries.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, entries]) => {
      const lines = entries.map((entry) => `      ${JSON.stringify(entry)}`);
      return `    ${JSON.stringify(file)}: [\n${lines.join(',\n')}\n    ]`;
    });
  return `{\n  "version": 1,\n  "files": {${blocks.length > 0 ? `\n${blocks.join(',\n')}\n  ` : ''}}\n}\n`;
}

/** A file's name in a baseline. */
export function baselineKey(baselinePath: string, file: string): string {
  return relative(dirname(baselinePath), file).replaceAll('\\', '/');
}

/** Whether findings of a rule can be in a baseline: not those that hide everything else there is to find. */
export function isBaselined(rule: string): boolean {
  return !unreadRules.includes(rule);
}

/** Whether an entry covers a finding of the same fingerprint that now promises `gain`, a share. */
export function coversGain({ gainPercent }: BaselineEntry, gain: number | undefined): boolean {
  return gainPercent === undefined || gain === undefined || gain * 100 <= gainPercent + slackPercent;
}

function isEntry(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.rule === 'string' &&
    typeof value.fingerprint === 'string' &&
    (value.gainPercent === undefined || typeof value.gainPercent === 'number')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
