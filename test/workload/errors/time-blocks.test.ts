import assert from 'node:assert/strict';
import { longerBlocks, TimeBlocks } from '../../../server/src/workload/errors/time-blocks';
import { seededRandom } from '../seeded-random';

function blocksOf(seconds: readonly number[]) {
  const blocks = new TimeBlocks();
  for (const [index, at] of seconds.entries()) blocks.add(index, 1, at);
  return blocks.blocks();
}

describe('time-blocks', () => {
  it('hold each request in the stretch of its arrival, in any order of the file', () => {
    const random = seededRandom(7);
    const seconds = Array.from({ length: 3000 }, () => 1_700_000_000 + 7200 * random());
    const blocks = blocksOf(seconds);
    assert.deepEqual(
      blocksOf(seconds.toSorted((a, b) => a - b)).map(({ sums }) => sums.n),
      blocks.map(({ sums }) => sums.n),
    );
    assert.ok(blocks.length <= 256);
    for (const { start, seconds: width, sums } of blocks) {
      assert.equal(start % width, 0);
      assert.equal(sums.n, seconds.filter((at) => at >= start && at < start + width).length);
    }
    assert.deepEqual(
      blocks.map(({ start }) => start),
      blocks.map(({ start }) => start).toSorted((a, b) => a - b),
    );
  });

  it('fit any span, from milliseconds to years, and times before zero', () => {
    for (const span of [0.05, 10, 86_400, 3e7, 1e11]) {
      const blocks = blocksOf(Array.from({ length: 1000 }, (_, index) => (index / 1000 - 0.3) * span));
      assert.equal(
        blocks.reduce((sum, { sums }) => sum + sums.n, 0),
        1000,
      );
      assert.ok(blocks.length <= 256 && blocks.length > 20, `${span}: ${blocks.length}`);
    }
  });

  it('are one where all arrive at once', () => {
    assert.equal(blocksOf([5, 5, 5]).length, 1);
  });

  it('become longer ones, of the same requests, aligned to their length', () => {
    const blocks = blocksOf(Array.from({ length: 5000 }, (_, index) => 1_700_000_123 + 17.3 * index));
    const hours = longerBlocks(blocks, 24, 3600);
    assert.equal(hours[0]!.seconds, 10_800, '24 hours and a bit have to be in stretches of 3 hours');
    assert.equal(
      hours.reduce((sum, { sums }) => sum + sums.n, 0),
      5000,
    );
    assert.ok(hours.every(({ start, seconds }) => start % seconds === 0));
    assert.equal(longerBlocks(blocks, 1000)[0]!.seconds, blocks[0]!.seconds);
  });
});
