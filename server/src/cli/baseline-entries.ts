import { locatedFindings } from '../analysis/analysis';
import { fingerprints } from '../analysis/fingerprint';
import type { BaselineEntry } from '../configuration/baseline';
import type { AnalysedPath } from './analyze-file';

/** The entries that a baseline would have for a file as it is: every finding that nothing else suppresses. */
export function baselineEntries({ analysis }: AnalysedPath): readonly BaselineEntry[] {
  const prints = fingerprints(analysis);
  return locatedFindings(analysis).map(({ finding }) => ({
    rule: finding.code,
    fingerprint: prints.get(finding)!,
    ...(finding.gain === undefined ? {} : { gainPercent: Number((finding.gain * 100).toFixed(1)) }),
  }));
}

/** The entries of the project's baseline for a file that none of its findings need. */
export function unusedBaselineEntries({ analysis, settings }: AnalysedPath): readonly BaselineEntry[] {
  if (settings.baseline.length === 0) return [];
  const prints = fingerprints(analysis);
  const needing = locatedFindings(analysis, true).filter(
    ({ finding: { suppressed } }) => !suppressed || suppressed.by === 'baseline',
  );
  const needed = new Set(needing.map(({ finding }) => prints.get(finding)));
  return settings.baseline.filter(({ fingerprint }) => !needed.has(fingerprint));
}
