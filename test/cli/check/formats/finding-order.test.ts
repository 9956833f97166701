import assert from 'node:assert/strict';
import {
  byFile,
  mostSevereFirst,
  notSuppressed,
  withOccurrence,
} from '../../../../server/src/cli/check/formats/finding-order';
import { sampleReport } from './sample-report';

const [example] = sampleReport.findings;

describe('the order of findings', () => {
  it('is by severity, then by gain, then as it was', () => {
    const given = [
      ['hint', undefined, 'a'],
      ['warning', undefined, 'b'],
      ['warning', 0, 'c'],
      ['warning', 0.2, 'd'],
      ['error', undefined, 'e'],
      ['warning', undefined, 'f'],
      ['info', 0.9, 'g'],
      ['warning', 0.2, 'h'],
    ] as const;
    const findings = given.map(([severity, gain, path]) => ({ ...example!, severity, gain, path }));
    assert.equal(
      mostSevereFirst(findings)
        .map(({ path }) => path)
        .join(''),
      'edhcbfga',
    );
    assert.equal(findings[0]!.path, 'a', 'the findings given stay as they are');
  });

  it('leaves suppressed ones out', () => {
    assert.deepEqual(
      notSuppressed(sampleReport.findings).map(({ suppressed }) => suppressed),
      Array(7).fill(undefined),
    );
  });

  it('numbers what has the same key', () => {
    const numbered = withOccurrence(['a', 'b', 'a', 'a'], (text) => text);
    assert.deepEqual(
      numbered.map(({ item, occurrence }) => `${item}${occurrence}`),
      ['a1', 'b1', 'a2', 'a3'],
    );
  });

  it('groups by file', () => {
    const groups = byFile(['x', 'y', 'x'].map((file, i) => ({ file, i })));
    assert.deepEqual(
      [...groups].map(([file, items]) => [file, items.map(({ i }) => i)]),
      [
        ['x', [0, 2]],
        ['y', [1]],
      ],
    );
  });
});
