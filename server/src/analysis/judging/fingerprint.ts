import { createHash } from 'node:crypto';
import { type Analysis, type FileFinding, findingsIn } from '../analysis';

/**
 * A short hash for every finding of a file, suppressed ones included. It stays the same while rule, deployment and place
 * in the document's structure do, whatever else is edited; equal findings are told apart by their order.
 */
export function fingerprints(analysis: Analysis): ReadonlyMap<FileFinding, string> {
  const owners = new Map(
    analysis.documents.map(({ index, deployment, kind }) => [index, deployment?.name ?? kind ?? ''] as const),
  );
  const counts = new Map<string, number>();
  return new Map(
    findingsIn(analysis, true).map((finding) => {
      const owner = finding.document === undefined ? undefined : owners.get(finding.document);
      const parts = [finding.code, owner ?? '', finding.path];
      const id = JSON.stringify(parts);
      const count = counts.get(id) ?? 0;
      counts.set(id, count + 1);
      const hash = createHash('sha256').update(JSON.stringify([...parts, count]));
      return [finding, hash.digest('hex').slice(0, 16)] as const;
    }),
  );
}
