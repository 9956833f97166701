import assert from 'node:assert/strict';
import fc from 'fast-check';
import { latencyLowerBound } from '../../server/src/scheduling/lower-bound';
import { volume } from '../../server/src/scheduling/volume';
import { bestLatencySum } from './best-schedule';
import { instances } from './request-lists';

describe('the lower bound on latency', () => {
  for (const [name, arrival] of [
    ['in a burst', 0],
    ['online', 8],
  ] as const) {
    it(`is never above the best of all schedules, ${name}, nor below the decode steps`, () => {
      fc.assert(
        fc.property(instances({ count: 5, kvTokens: 14, decode: 4, arrival }), ({ requests, kvTokens }) => {
          const bound = latencyLowerBound(requests, kvTokens);
          assert.ok(bound <= bestLatencySum(requests, kvTokens));
          assert.ok(bound >= requests.reduce((sum, { decode }) => sum + decode, 0));
        }),
        { numRuns: 300 },
      );
    });
  }

  it('is the closed form in a burst', () => {
    fc.assert(
      fc.property(instances({ count: 40, kvTokens: 300, decode: 60, arrival: 0 }), ({ requests, kvTokens }) => {
        const volumes = requests.map(volume).sort((a, b) => a - b);
        const decodes = requests.map(({ decode }) => decode).sort((a, b) => a - b);
        let [sum, prefix] = [0, 0];
        for (const [k, own] of volumes.entries()) {
          prefix += own;
          sum += Math.max(Math.ceil(prefix / kvTokens), decodes[k]!);
        }
        assert.equal(latencyLowerBound(requests, kvTokens), sum);
      }),
    );
  });

  it('is met where requests go one at a time, each filling the memory', () => {
    // 100 tokens in one step, so a volume of M each: they end at 3, 4, 5 and, after a pause, 9.
    const requests = [2, 2, 2, 8].map((arrival) => ({ prefill: 99, decode: 1, arrival }));
    assert.equal(latencyLowerBound(requests, 100), 1 + 2 + 3 + 1);
  });

  it('lets a short request in before a long one is done', () => {
    // Volumes 10 and 1 at M = 1: the second arrives at 4 and ends at 5, the first at 11.
    const requests = [
      { prefill: 0, decode: 4, arrival: 0 },
      { prefill: 0, decode: 1, arrival: 4 },
    ];
    assert.equal(latencyLowerBound(requests, 1), 11 + 1);
  });
});
