import assert from 'node:assert/strict';
import type { Scenario } from '../../server/src/simulation/scenario';
import { scenarioProblem } from '../../server/src/simulation/scenario-problem';
import { simulate } from '../../server/src/simulation/simulate';
import { table2 } from '../provisioning/base-case';

const good: Scenario = {
  latency: table2,
  batchSize: 8,
  microbatches: 2,
  pools: [{ attention: 2, ffn: 1 }],
  requests: { kind: 'geometric', meanPrefill: 100, meanDecode: 20 },
  requestsPerWorker: 16,
  start: 'cold',
  warmUp: 0,
  replications: 1,
  seed: 0,
};
const list = { prefill: new Float64Array(60).fill(5), decode: new Float64Array(60).fill(3) };
const lognormal = {
  kind: 'lognormal',
  meanPrefill: 100,
  meanDecode: 20,
  deviationPrefill: 100,
  deviationDecode: 20,
  correlation: 0,
} as const;

const problems: readonly [string, Partial<Scenario>, RegExp][] = [
  [
    'fewer requests than slots',
    { requestsPerWorker: 15 },
    /15 requests .* fewer than its 16 slots \(2 microbatches of 8\); simulate at least 16/,
  ],
  ['no requests', { requestsPerWorker: 0 }, /requests per attention worker is 0/],
  ['a broken count', { batchSize: 2.5 }, /batch size is 2.5; it must be a whole number from 1/],
  ['no replications', { replications: Number.NaN }, /replications is NaN/],
  ['a negative seed', { seed: -1 }, /seed is -1; .* from 0 to 4294967295/],
  ['a broken seed', { seed: 0.5 }, /seed is 0.5/],
  ['a warm-up of everything', { warmUp: 1 }, /warm-up share is 1/],
  [
    'a negative slope',
    { latency: { ...table2, ffn: { alpha: -1, beta: 5 } } },
    /ffn alpha is -1; it must not be negative/,
  ],
  [
    'an infinite intercept',
    { latency: { ...table2, attention: { alpha: 1, beta: Number.POSITIVE_INFINITY } } },
    /attention beta is Infinity/,
  ],
  [
    'a stage without time',
    { latency: { ...table2, attention: { alpha: 0, beta: 0 } } },
    /attention stage takes no time/,
  ],
  ['an FFN stage without time', { latency: { ...table2, ffn: { alpha: 0, beta: 0 } } }, /FFN stage takes no time/],
  [
    'a negative time per request',
    { latency: { ...table2, attention: { ...table2.attention, perRequest: -1 } } },
    /attention's time per request is -1; it must not be negative/,
  ],
  [
    'a broken limit of capped layers',
    { latency: { ...table2, attention: { ...table2.attention, capped: [{ alpha: 1, tokens: Number.NaN }] } } },
    /limit of capped layers is NaN/,
  ],
  [
    'more experts per token than there are',
    { latency: { ...table2, ffn: { ...table2.ffn, experts: { count: 4, perToken: 8, readTime: 1 } } } },
    /routes a token to 8 of 4 experts/,
  ],
  [
    'a fan-out over no experts',
    { latency: { ...table2, communication: { ...table2.communication, fanOut: { count: 0, perToken: 0 } } } },
    /routes a token to 0 of 0 experts/,
  ],
  ['a free worker', { latency: { ...table2, ffnCost: 0 } }, /costs of the workers must be above 0/],
  ['no points', { pools: [] }, /no ratio to simulate/],
  ['an empty pool', { pools: [{ attention: 0, ffn: 1 }] }, /0A:1F is no bundle/],
  ['a ratio too high', { pools: [{ attention: 1025, ffn: 1 }] }, /1025A:1F is outside 1\/1024 to 1024/],
  ['a ratio too low', { pools: [{ attention: 1, ffn: 1025 }] }, /1A:1025F is outside/],
  [
    'an empty trace',
    { requests: { kind: 'resample', list: { prefill: new Float64Array(), decode: new Float64Array() } } },
    /no request/,
  ],
  [
    'a broken list',
    { requests: { kind: 'resample', list: { ...list, decode: new Float64Array(60) } } },
    /whole number from 1/,
  ],
  [
    'lists of two lengths',
    { requests: { kind: 'resample', list: { ...list, prefill: new Float64Array(1) } } },
    /differ in number/,
  ],
  [
    'a trace too short',
    { requests: { kind: 'replay', list }, requestsPerWorker: 20 },
    /has 60 requests, but replaying 20 per attention worker at up to 2 workers takes 64; .* resample/,
  ],
  [
    'a trace too short to draw from',
    { requests: { kind: 'resample', list } },
    /The trace has 60 requests, too short to draw a run of 16 per attention worker from; give a trace of at least 100/,
  ],
  ['a geometric mean below 1', { requests: { kind: 'geometric', meanPrefill: 0, meanDecode: 20 } }, /at least 1/],
  ['half a decode step', { requests: { kind: 'deterministic', prefill: 0, decode: 1.5 } }, /decode length/],
  ['a negative deviation', { requests: { ...lognormal, deviationDecode: -1 } }, /not negative/],
  [
    'an impossible correlation',
    { requests: { ...lognormal, correlation: -0.9 } },
    /correlation -0.900, only -0.500 to 1.00/,
  ],
  ['a run without end', { requestsPerWorker: 1e12 }, /would take .* steps of attention workers/],
];

describe('scenario-problem', () => {
  it('finds nothing in scenarios that run', () => {
    const scenarios: Scenario[] = [
      good,
      { ...good, requests: { kind: 'replay', list } },
      { ...good, requests: { kind: 'deterministic', prefill: 0, decode: 1 } },
      { ...good, requests: lognormal },
      { ...good, latency: { ...table2, attention: { alpha: 0, beta: 0, perRequest: 1 } } },
      { ...good, latency: { ...table2, ffn: { alpha: 0, beta: 0, experts: { count: 8, perToken: 2, readTime: 1 } } } },
      { ...good, requests: { ...lognormal, correlation: 0.999 } },
      { ...good, requests: { ...lognormal, deviationDecode: 0 } },
      {
        ...good,
        pools: [
          { attention: 1024, ffn: 1 },
          { attention: 1, ffn: 1024 },
        ],
      },
    ];
    for (const scenario of scenarios) {
      assert.equal(scenarioProblem(scenario), undefined, JSON.stringify(scenario.requests));
      const { points } = simulate(scenario)!;
      assert.ok(points.every(({ throughput, tpotP99 }) => throughput.mean > 0 && tpotP99.mean > 0));
    }
  });

  for (const [what, change, message] of problems) {
    it(`refuses ${what}, in one sentence`, () => {
      const problem = scenarioProblem({ ...good, ...change });
      assert.match(problem ?? 'nothing found', message);
      assert.match(problem!, /^[A-Z0-9].*\.$/);
    });
  }
});
