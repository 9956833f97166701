import assert from 'node:assert/strict';
import { fallsWithLoad } from '../../../server/src/latency/fit/falls-with-load';
import type { StageTiming } from '../../../server/src/latency/fit/measurements';
import { normal, seededRandom } from '../../provisioning/random-points';

type Row = readonly [tokens: number | undefined, requests: number | undefined, milliseconds: number];

const timings = (rows: readonly Row[]): readonly StageTiming[] =>
  rows.map(([tokens, requests, milliseconds], i) => ({
    line: i + 2,
    stage: tokens === undefined ? 'ffn' : 'attention',
    tokens,
    requests,
    milliseconds,
  }));

describe('falls-with-load', () => {
  it('is so where times fall as tokens and requests grow, whatever the order of the rows', () => {
    const falling = [1, 2, 3, 4, 5, 6].map((k): Row => [100_000 * k, 25 * k, 21 - k]);
    assert.equal(fallsWithLoad(timings(falling)), true);
    assert.equal(fallsWithLoad(timings([...falling].reverse())), true);
    assert.equal(fallsWithLoad(timings(falling.map(([, requests, time]) => [undefined, requests, time]))), true);
    assert.equal(fallsWithLoad(timings(falling.map(([tokens, , time]) => [tokens, undefined, time]))), true);
  });

  it('is not turned by a slow first row, nor told from rows that differ both ways or hardly', () => {
    const rising = [1, 2, 3, 4, 5].map((k): Row => [undefined, 100 * k, 10 + k]);
    assert.equal(fallsWithLoad(timings(rising)), false);
    assert.equal(fallsWithLoad(timings([[undefined, 100, 90], ...rising.slice(1)])), false);
    // More tokens with fewer requests may well take less time.
    assert.equal(
      fallsWithLoad(
        timings([
          [400_000, 10, 9],
          [100_000, 100, 20],
          [200_000, 50, 15],
        ]),
      ),
      false,
    );
    assert.equal(
      fallsWithLoad(
        timings([
          [undefined, 100, 20],
          [undefined, 110, 15],
        ]),
      ),
      false,
    );
    assert.equal(fallsWithLoad(timings([])), false);
  });

  it('is told of very many rows by some of them', () => {
    const many = Array.from({ length: 100_000 }, (_, k): Row => [undefined, 100 + k, 1000 - k / 200]);
    assert.equal(fallsWithLoad(timings(many)), true);
  });

  it('is from a median fall of 5 % on, so that a stage without a slope is none', () => {
    const pair = (fall: number) =>
      fallsWithLoad(
        timings([
          [undefined, 100, 1 + fall / 2],
          [undefined, 200, 1 - fall / 2],
        ]),
      );
    assert.deepEqual([pair(0.0499), pair(0.0501)], [false, true]);
    const apart = (requests: number) =>
      fallsWithLoad(
        timings([
          [undefined, 100, 2],
          [undefined, requests, 1],
        ]),
      );
    assert.deepEqual([apart(119), apart(120)], [false, true]);
    const random = seededRandom(7);
    for (let i = 0; i < 300; i++) {
      const flat = [64, 128, 256, 512].map((requests): Row => [undefined, requests, 10 * (1 + 0.02 * normal(random))]);
      assert.equal(fallsWithLoad(timings(flat)), false);
    }
  });
});
