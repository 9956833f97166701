import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadLinearSolver } from '../../../server/src/cli/schedule/linear-solver';
import { latencyLowerBound } from '../../../server/src/scheduling/lower-bound';
import { meanStarts, startTimeProgram } from '../../../server/src/scheduling/published/start-time-program';
import type { SchedulingRequest } from '../../../server/src/scheduling/request';
import { volume } from '../../../server/src/scheduling/volume';
import { bestLatencySum } from '../best-schedule';
import { copies, instances } from '../request-lists';

describe('the linear program over start times', () => {
  it('lies between the unrounded lower bound and the best of all schedules', async () => {
    const solve = await loadLinearSolver();
    fc.assert(
      fc.property(instances({ count: 5, kvTokens: 14, decode: 4, arrival: 0 }), ({ requests, kvTokens }) => {
        const buckets = requests.reduce((sum, { decode }) => sum + decode, 1);
        const { program } = startTimeProgram(requests, kvTokens, { width: 1, buckets });
        const { cost } = solve(program)!;
        const bound = unroundedBound(requests, kvTokens);
        assert.ok(cost >= bound - 1e-6, `${bound} > ${cost}`);
        assert.ok(cost <= bestLatencySum(requests, kvTokens) + 1e-6);
        assert.ok(bound <= latencyLowerBound(requests, kvTokens) + 1e-6);
      }),
      // The lower half is seen, not proven.
      { numRuns: 200, seed: 1 },
    );
  });

  it('counts what is held in each bucket', () => {
    // P = 2, D = 3 holds 3, 4, 5; with M = 10 and buckets of two steps that is 7/20 and 5/20.
    const { program, starts } = startTimeProgram(copies(1, 2, 3), 10, { width: 2, buckets: 3 });
    assert.deepEqual(program.rows, [
      { kind: 'equal', bound: 1 },
      { kind: 'atMost', bound: 1 },
      { kind: 'atMost', bound: 1 },
    ]);
    assert.deepEqual(program.columns, [
      {
        cost: 3,
        entries: [
          [0, 1],
          [1, 0.35],
          [2, 0.25],
        ],
      },
      {
        cost: 5,
        entries: [
          [0, 1],
          [2, 0.35],
        ],
      },
      { cost: 7, entries: [[0, 1]] },
    ]);
    assert.deepEqual(
      starts.map(({ bucket }) => bucket),
      [0, 1, 2],
    );
  });

  it('has a mean start per request', () => {
    const program = startTimeProgram(copies(2, 2, 3), 10, { width: 4, buckets: 2 });
    assert.deepEqual([...meanStarts(program, [0.25, 0.75, 1, 0], 2, 4)], [3, 0]);
  });
});

/** Sum over k of the larger of the k smallest volumes over M and the k-th smallest D. */
function unroundedBound(requests: readonly SchedulingRequest[], kvTokens: number): number {
  const volumes = requests.map(volume).sort((a, b) => a - b);
  const decodes = requests.map(({ decode }) => decode).sort((a, b) => a - b);
  let [sum, prefix] = [0, 0];
  for (const [k, own] of volumes.entries()) {
    prefix += own;
    sum += Math.max(prefix / kvTokens, decodes[k]!);
  }
  return sum;
}
