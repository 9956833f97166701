import { createHash } from 'node:crypto';
import { type Analysis, locatedFindings } from './analysis';

/**
 * A short hash for every finding of a file, suppressed ones included, in the order of `locatedFindings`. It stays the same
 * while rule, deployment and place in the document's structure do, whatever else is edited; equal findings are told apart
 * by their order.
 */
export function fingerprints(analysis: Analysis): readonly string[] {
  const owners = new Map(
    analysis.documents.flatMap(({ findings, deployment, kind }) =>
      findings.map((finding) => [finding, deployment?.name ?? kind ?? ''] as const),
    ),
  );
  const counts = new Map<string, number>();
  return locatedFindings(analysis, true).map(({ finding }) => {
    const parts = [finding.code, owners.get(finding) ?? '', finding.path];
    const id = JSON.stringify(parts);
    const count = counts.get(id) ?? 0;
    counts.set(id, count + 1);
    const hash = createHash('sha256').update(JSON.stringify([...parts, count]));
    return hash.digest('hex').slice(0, 16);
  });
}
