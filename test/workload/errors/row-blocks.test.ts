import assert from 'node:assert/strict';
import { joined } from '../../../server/src/workload/errors/group-sums';
import { pairsOf, RowBlocks } from '../../../server/src/workload/errors/row-blocks';
import { seededRandom } from '../seeded-random';
import { type Lengths, lognormalRequests } from './requests';

function blocksOf(requests: readonly Lengths[]): RowBlocks {
  const blocks = new RowBlocks();
  for (const [prefill, decode] of requests) blocks.add(prefill, decode);
  return blocks;
}

describe('row-blocks', () => {
  it('are as long as one another but for the last, from 129 to 256 of them', () => {
    for (const count of [1, 255, 256, 257, 1000, 5000, 65_537]) {
      const sums = blocksOf(lognormalRequests(count, seededRandom(2))).blocks();
      assert.ok(sums.length <= 256 && (count < 256 || sums.length > 128), `${count}: ${sums.length}`);
      assert.equal(joined(sums).n, count);
      const [first, ...others] = sums.slice(0, -1).map(({ n }) => n);
      assert.ok(others.every((n) => n === first));
    }
  });

  it('are consecutive requests', () => {
    const sums = blocksOf(Array.from({ length: 1024 }, (_, index): Lengths => [index, 1])).blocks();
    const means = sums.map(({ sumPD, n }) => sumPD / n);
    assert.deepEqual(
      means,
      means.toSorted((a, b) => a - b),
    );
  });

  it('tell a file that is sorted by a length from one that is not', () => {
    const requests = lognormalRequests(2000, seededRandom(3));
    assert.equal(blocksOf(requests).isSorted(), false);
    assert.equal(blocksOf(requests.toSorted(([a], [b]) => a - b)).isSorted(), true);
    assert.equal(blocksOf(requests.toSorted(([, a], [, b]) => b - a)).isSorted(), true);
    assert.equal(blocksOf(requests.map((): Lengths => [7, 7])).isSorted(), false);
    assert.equal(blocksOf(requests.slice(0, 10).toSorted(([a], [b]) => a - b)).isSorted(), false);
  });

  it('become pairs, the last of which may be single', () => {
    const sums = blocksOf(lognormalRequests(5, seededRandom(4))).blocks();
    assert.deepEqual(
      pairsOf(sums).map(({ n }) => n),
      [2, 2, 1],
    );
    assert.equal(sums[0]!.n, 1);
  });
});
