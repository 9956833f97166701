import assert from 'node:assert/strict';
import { type Analysis, findingsIn } from '../../../server/src/analysis/analysis';
import { placeFinding } from '../../../server/src/analysis/judging/place-documents';
import { inFile, type TextRange } from '../../../server/src/text/text-range';
import { analyse, deployment, header } from '../analysed';

const documents = [
  deployment('{ workers: 4, batchSize: 256 }'),
  deployment('{ workers: 0x4, batchSize: 256 }', '{ workres: 1, workers: 1 }'),
  `${header}spec:\n  workload: { trace: a.csv }\n  attention: { workers: 1 }\n  attention: { workers: 2 }\n`,
  `${header}spec: { workload: { trace: a.csv, horizonRequests: 3 }, latencyProfile: ./own.yaml }\n`,
];

/** Every place that an analysis tells, with the document that it is told of. */
function placesIn(analysis: Analysis): readonly (readonly [string, number | undefined, TextRange])[] {
  const found = findingsIn(analysis).flatMap((finding) => [
    [`${finding.code} ${finding.message}`, finding.document, finding.range] as const,
    ...finding.related.map(({ message, range }) => [message, finding.document, range] as const),
    ...finding.fixes().flatMap(({ title, edits }) => {
      return edits.map(({ range, newText }) => [`${title}: ${newText}`, finding.document, range] as const);
    }),
  ]);
  const read = analysis.documents.flatMap(({ index, extents, references, root, start }) => [
    ...extents.map((extent) => ['extent', index, extent] as const),
    ...references.flatMap(({ reference, range }) => (range ? [[reference, index, range] as const] : [])),
    ...(root ? [['root', index, inFile(root.range, start)] as const] : []),
  ]);
  return [...found, ...read];
}

describe('place-documents', () => {
  it('gives every place as it is in the file, whatever stands before a document', () => {
    for (const [at, text] of documents.entries()) {
      const before = documents.slice(at).join('---\n');
      const alone = placesIn(analyse(`---\n${text}`));
      const behind = placesIn(analyse(`${before}---\n${text}`));
      const count = documents.length - at;
      assert.ok(alone.length > 3);
      assert.deepEqual(
        behind.filter(([, document]) => document === count),
        alone.map(([what, , { start, end }]) => {
          return [what, count, { start: before.length + start, end: before.length + end }];
        }),
      );
    }
  });

  it('gives equal documents findings of their own', () => {
    const [, again, oneMore] = analyse([...documents, documents[0]!, documents[0]!].join('---\n')).documents.filter(
      ({ text }) => text.endsWith(documents[0]!),
    );
    assert.equal(again!.text, oneMore!.text);
    assert.deepEqual(
      [again!, oneMore!].map(({ index, findings }) => findings.map(({ code, document }) => [code, document === index])),
      [[['AFD101', true]], [['AFD101', true]]],
    );
  });

  it('leaves places in other files as they are there', () => {
    const range = { start: 3, end: 5 };
    const related = [
      { message: 'Here.', range },
      { message: 'There.', range, file: '/srv/b.sh' },
    ];
    const elsewhere = [{ path: '/srv/b.sh', edits: [{ range: inFile(range, 0), newText: '1', oldText: '42' }] }];
    const fix = { title: 'x', preferred: true, cosmetic: false, edits: [{ range, newText: '1' }], elsewhere };
    const finding = { code: 'AFD101', severity: 'info', message: 'x', range, related, fixes: () => [fix] } as const;
    const placed = placeFinding({ ...finding, path: '', suppressed: undefined }, 100, 2);
    const moved = { start: 103, end: 105 };
    assert.deepEqual(
      placed.related.map((place) => place.range),
      [moved, range],
    );
    assert.deepEqual(placed.fixes(), [{ ...fix, edits: [{ range: moved, newText: '1' }] }]);
    assert.deepEqual([placed.range, placed.document], [moved, 2]);
  });
});
