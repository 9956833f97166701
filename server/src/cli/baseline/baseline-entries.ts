import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Analysis, findingsIn } from '../../analysis/analysis';
import { fingerprints } from '../../analysis/judging/fingerprint';
import { type Baseline, type BaselineEntry, isBaselined } from '../../configuration/baseline';
import type { AnalysedPath } from '../analyze-file';

/** The entries that a baseline would have for a file as it is: every finding that nothing else suppresses. */
export function baselineEntries({ analysis }: AnalysedPath): readonly BaselineEntry[] {
  const prints = fingerprints(analysis);
  return findingsIn(analysis)
    .filter(({ code }) => isBaselined(code))
    .map((finding) => ({
      rule: finding.code,
      fingerprint: prints.get(finding)!,
      ...(finding.gain === undefined ? {} : { gainPercent: Number((finding.gain * 100).toFixed(1)) }),
    }));
}

/** Those of a file's entries that one of its findings needs, or may need once more of the file can be evaluated. */
export function neededEntries(
  { analysis, settings }: AnalysedPath,
  entries: readonly BaselineEntry[],
): readonly BaselineEntry[] {
  const needing = [...fingerprints(analysis)].filter(([{ suppressed }]) => !suppressed || suppressed.by === 'baseline');
  const needed = new Set(needing.map(([, fingerprint]) => fingerprint));
  return entries.filter(
    ({ rule, fingerprint }) =>
      needed.has(fingerprint) || settings.rules[rule] === 'off' || !isDecidable(analysis, rule),
  );
}

/** How many entries nothing needs: those of analysed files that fit no finding, and those of files that are gone. */
export async function unusedBaselineEntries(
  files: readonly AnalysedPath[],
  baselines: readonly Baseline[],
): Promise<number> {
  const gone = await Promise.all(baselines.map(entriesOfGoneFiles));
  return sum(files.map(unusedIn)) + sum(gone);
}

/** Whether a file of a baseline is still there. */
export function isThere(baselinePath: string, file: string): Promise<boolean> {
  return access(join(dirname(baselinePath), file)).then(
    () => true,
    () => false,
  );
}

function unusedIn(file: AnalysedPath): number {
  const entries = file.settings.baseline;
  return entries.length === 0 ? 0 : entries.length - neededEntries(file, entries).length;
}

/** What was not looked at may have findings; a missing trace, for instance, hides those about the ratio. */
function isDecidable({ documents, fileFindings }: Analysis, rule: string): boolean {
  if (fileFindings.length > 0 || documents.some(({ wellFormed }) => !wellFormed)) return false;
  if (!/^AFD[12]/.test(rule)) return true;
  return documents.every(({ deployment, evaluation }) => !deployment || evaluation?.status === 'evaluated');
}

async function entriesOfGoneFiles({ path, files }: Baseline): Promise<number> {
  const counts = Object.entries(files).map(async ([file, entries]) =>
    (await isThere(path, file)) ? 0 : entries.length,
  );
  return sum(await Promise.all(counts));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
