import assert from 'node:assert/strict';
import { findingsIn } from '../../../server/src/analysis/analysis';
import { applyBaseline } from '../../../server/src/analysis/judging/apply-baseline';
import { fingerprints } from '../../../server/src/analysis/judging/fingerprint';
import type { BaselineEntry } from '../../../server/src/configuration/baseline';
import { analyse, deployment } from '../analysed';

/** Entries for every finding of a text. */
function entriesOf(text: string): readonly BaselineEntry[] {
  const analysis = analyse(text);
  const prints = fingerprints(analysis);
  return findingsIn(analysis, true).map((finding) => ({
    rule: finding.code,
    fingerprint: prints.get(finding)!,
    ...(finding.gain === undefined ? {} : { gainPercent: finding.gain * 100 }),
  }));
}

/** Code, what suppresses it, and number of fixes of every finding under a baseline. */
function judged(text: string, entries: readonly BaselineEntry[]): readonly string[] {
  return findingsIn(applyBaseline(analyse(text), entries), true).map(
    ({ code, suppressed, fixes }) => `${code} ${suppressed?.by} ${fixes().length > 0}`,
  );
}

const off = deployment('{ workers: 4, batchSize: 256 }');

describe('apply-baseline', () => {
  it('marks what was there, and takes its fixes away', () => {
    assert.deepEqual(judged(off, []), ['AFD101 undefined true']);
    assert.deepEqual(judged(off, entriesOf(off)), ['AFD101 baseline false']);
  });

  it('reports what became worse, or is new', () => {
    assert.deepEqual(judged(off.replace('workers: 4', 'workers: 2'), entriesOf(off)), ['AFD101 undefined true']);
    assert.deepEqual(judged(off.replace('workers: 4', 'workers: 64'), entriesOf(off)), ['AFD103 undefined true']);
  });

  it('tells equal documents of one file apart', () => {
    const [first, second, third] = entriesOf(`${off}---\n${off}---\n${off}`);
    const states = (entries: readonly BaselineEntry[]) =>
      judged(`${off}---\n${off}---\n${off}`, entries).map((line) => line.split(' ')[1]);
    assert.deepEqual(states([first!]), ['baseline', 'undefined', 'undefined']);
    assert.deepEqual(states([second!]), ['undefined', 'baseline', 'undefined']);
    assert.deepEqual(states([third!]), ['undefined', 'undefined', 'baseline']);
  });

  it('leaves a comment its finding', () => {
    const text = off.replace('256 }', '256 } # afd-lens: ignore AFD101');
    assert.deepEqual(judged(text, entriesOf(off)), ['AFD101 comment false']);
  });

  const unread: readonly [string, string][] = [
    ['AFD301', 'kind: [\n'],
    ['AFD308', `a: &a [*a]\n`],
    ['AFD309', 'a: 1\n'.repeat(250_000)],
  ];
  for (const [code, text] of unread) {
    it(`never covers ${code}, behind which anything may hide`, () => {
      assert.deepEqual(
        entriesOf(text).map(({ rule }) => rule),
        [code],
      );
      assert.deepEqual(judged(text, entriesOf(text)), [`${code} undefined false`]);
    });
  }
});
