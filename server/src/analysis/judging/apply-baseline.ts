import { type BaselineEntry, coversGain, isBaselined } from '../../configuration/baseline';
import type { Analysis, FileFinding } from '../analysis';
import { fingerprints } from './fingerprint';

/** The analysis with the findings marked that were there when the baseline was made and have not become worse. */
export function applyBaseline(analysis: Analysis, entries: readonly BaselineEntry[]): Analysis {
  if (entries.length === 0) return analysis;
  const known = new Map(entries.map((entry) => [entry.fingerprint, entry]));
  const prints = fingerprints(analysis);
  const mark = (finding: FileFinding): FileFinding => {
    const entry = known.get(prints.get(finding)!);
    return finding.suppressed || !entry || !isBaselined(finding.code) || !coversGain(entry, finding.gain)
      ? finding
      : { ...finding, suppressed: { by: 'baseline', reason: undefined }, fixes: () => [] };
  };
  return {
    ...analysis,
    fileFindings: analysis.fileFindings.map(mark),
    documents: analysis.documents.map((document) => ({ ...document, findings: document.findings.map(mark) })),
  };
}
