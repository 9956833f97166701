import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadLinearSolver } from '../../server/src/cli/schedule/linear-solver';
import type { PolicyName } from '../../server/src/scheduling/policies';
import { policyNames } from '../../server/src/scheduling/policies';
import { scheduleStudy } from '../../server/src/scheduling/schedule-study';
import type { SchedulingQuestion, SchedulingStudy } from '../../server/src/scheduling/study';
import { peak, volume } from '../../server/src/scheduling/volume';
import { assertRelative } from '../provisioning/closeness';
import { bestLatencySum } from './best-schedule';
import { copies, instances, mixedRequests } from './request-lists';

const question: SchedulingQuestion = {
  requests: [],
  kvTokens: 16_492,
  mode: 'burst',
  policies: policyNames,
  predictionNoise: 0,
  seed: 1,
  ageingSteps: undefined,
  stepTime: undefined,
};

const result = ({ results }: SchedulingStudy, policy: PolicyName) => results.find((one) => one.policy === policy)!;

/** Mean latency by policy, on the average of some seeds. */
function means(change: Partial<SchedulingQuestion>, lists: readonly SchedulingQuestion['requests'][]) {
  const sums = new Map<PolicyName, number>();
  for (const requests of lists) {
    for (const { policy, meanSteps } of scheduleStudy({ ...question, ...change, requests }).results)
      sums.set(policy, (sums.get(policy) ?? 0) + meanSteps / lists.length);
  }
  return (policy: PolicyName): number => sums.get(policy)!;
}

describe('a study of request orders', () => {
  it('finds the same theta under every order, the mean volume over the mean decode steps less one', async () => {
    const solve = await loadLinearSolver();
    for (const mode of ['burst', 'online'] as const) {
      const requests = mixedRequests(150, { longShare: 0.2, seed: 2, meanGap: 10 });
      const { results, notRun } = scheduleStudy({ ...question, requests, mode, predictionNoise: 0.5 }, solve);
      assert.deepEqual(notRun, []);
      assert.equal(results.length, policyNames.length);
      const sum = (of: (request: (typeof requests)[number]) => number): number =>
        requests.reduce((total, request) => total + of(request), 0);
      const theta = sum(volume) / sum(({ decode }) => decode) - 1;
      for (const { policy, theta: found } of results) assertRelative(found, theta, 1e-9, policy);
    }
  });

  it('states latencies, makespan and use of memory, by hand', () => {
    // One at a time, 4 of 10 tokens held by nobody else: starts 0, 3 and, after a pause, 20.
    const requests = [
      { prefill: 4, decode: 3, arrival: 0 },
      { prefill: 5, decode: 5, arrival: 1 },
      { prefill: 9, decode: 1, arrival: 19.5 },
      { prefill: 10, decode: 1, arrival: 2 },
    ];
    const lines = [
      { perToken: 0, perRequest: 0, perStep: 0.5 },
      { perToken: 0.1, perRequest: 0, perStep: 0 },
    ];
    const change = { requests, kvTokens: 10, mode: 'online', policies: ['fcfs'], stepTime: lines } as const;
    const study = scheduleStudy({ ...question, ...change });
    assert.equal(study.requests, 3);
    assert.equal(study.neverAdmitted, 1);
    assertRelative(study.offeredLoad!, ((2 / 20) * ((18 + 40 + 10) / 3)) / 10, 1e-12);
    const [fcfs] = study.results;
    // Steps of the first two: reads of 4, 5, 6 and 5 to 9 tokens; twelve idle steps; a read of 9.
    assert.deepEqual(
      { ...fcfs, seconds: undefined },
      {
        policy: 'fcfs',
        meanSteps: (3 + 7 + 1) / 3,
        p50Steps: 3,
        p99Steps: 7,
        makespanSteps: 21,
        kvUse: 68 / 210,
        boundRatio: 11 / (study.lowerBoundMeanSteps * 3),
        theta: 59 / 9,
        seconds: undefined,
      },
    );
    const [first, second, third] = [0.5 + 0.5 + 0.6, 0.5 + 0.6 + 0.7 + 0.8 + 0.9, 0.9];
    assertRelative(fcfs!.seconds!.mean, (first + (first - 0.5 + second) + third) / 3, 1e-12);
    assertRelative(fcfs!.seconds!.p99, first - 0.5 + second, 1e-12);
    assertRelative(fcfs!.seconds!.makespan, first + second + 12 * 0.5 + third, 1e-12);
  });

  it('answers for no requests, for none that fit, for one, and for equal ones', () => {
    const none = scheduleStudy(question);
    assert.deepEqual([none.requests, none.neverAdmitted, none.results.length], [0, 0, 0]);
    const large = scheduleStudy({ ...question, requests: copies(3, 5, 5), kvTokens: 9 });
    assert.deepEqual([large.requests, large.neverAdmitted, large.results.length], [0, 3, 0]);
    const one = scheduleStudy({ ...question, requests: copies(1, 0, 1), kvTokens: 1, mode: 'online' });
    assert.equal(one.offeredLoad, undefined);
    for (const { meanSteps, boundRatio, theta } of one.results)
      assert.deepEqual([meanSteps, boundRatio, theta], [1, 1, 0]);
    const same = scheduleStudy({ ...question, requests: copies(50, 100, 10), kvTokens: 110 });
    for (const { meanSteps } of same.results) assert.equal(meanSteps, 255);
  });

  it('takes arrivals in any order, first come first served by arrival', () => {
    const requests = mixedRequests(80, { longShare: 0.3, seed: 5, meanGap: 20 });
    for (const mode of ['burst', 'online'] as const) {
      const shuffled = requests.map((_, i) => requests[(i * 37) % requests.length]!);
      assert.deepEqual(
        scheduleStudy({ ...question, requests: shuffled, mode }),
        scheduleStudy({ ...question, requests, mode }),
      );
    }
  });

  it('says which policies did not run, and why', () => {
    const requests = mixedRequests(3000, { longShare: 0.2, seed: 1 });
    const policies = ['svf', 'sorted-f-dp', 'sorted-lp'] as const;
    const study = scheduleStudy({ ...question, requests, policies });
    assert.deepEqual(
      study.results.map(({ policy }) => policy),
      ['svf'],
    );
    assert.deepEqual(
      study.notRun.map(({ policy }) => policy),
      ['sorted-f-dp', 'sorted-lp'],
    );
    assert.match(study.notRun[1]!.why, /takes a solver/);
  });

  it('never finds less than the best of all schedules, and smallest volume first keeps its bound', async () => {
    const solve = await loadLinearSolver();
    for (const mode of ['burst', 'online'] as const) {
      fc.assert(
        fc.property(instances({ count: 5, kvTokens: 14, decode: 4, arrival: 8 }), ({ requests, kvTokens }) => {
          const study = scheduleStudy({ ...question, requests, kvTokens, mode }, solve);
          const burst = requests.map((request) => ({ ...request, arrival: 0 }));
          const best = bestLatencySum(mode === 'burst' ? burst : requests, kvTokens) / requests.length;
          for (const { policy, meanSteps } of study.results) assert.ok(meanSteps >= best - 1e-9, policy);
          assert.ok(study.lowerBoundMeanSteps <= best + 1e-9);
          const alpha = Math.max(...requests.map(peak)) / kvTokens;
          if (mode === 'burst' && alpha < 1)
            assert.ok(result(study, 'svf').meanSteps <= (1 + 2 / (1 - alpha)) * best + 1e-9);
        }),
        { numRuns: 150 },
      );
    }
  });
});

describe('where orders go wrong', () => {
  const policies = ['fcfs', 'sf', 'spf', 'total', 'svf', 'sorted-f', 'sorted-f-swap'] as const;

  it('shortest first loses by the square root of M on prompts as large as the memory', () => {
    const ratios = (kvTokens: number): Record<string, number> => {
      const short = Math.floor(kvTokens / 3);
      const requests = [...copies(Math.ceil(2 * Math.sqrt(short)), kvTokens - 1, 1), ...copies(short, 1, 2)];
      const { results } = scheduleStudy({ ...question, requests, kvTokens, policies });
      return Object.fromEntries(results.map(({ policy, boundRatio }) => [policy, Number(boundRatio.toFixed(2))]));
    };
    assert.deepEqual(ratios(12_288), {
      fcfs: 32.62,
      sf: 32.62,
      spf: 1.01,
      total: 1.01,
      svf: 1.01,
      'sorted-f': 1.01,
      'sorted-f-swap': 1.01,
    });
    assert.ok(Math.abs(ratios(4 * 12_288).sf! / ratios(12_288).sf! - 2) < 0.02);
  });

  it('shortest prompt and smallest size first lose where few are long of output', () => {
    const kvTokens = 3072;
    const count = Math.round(Math.sqrt(kvTokens));
    const requests = [...copies(count, 1, kvTokens / 2), ...copies(4 * count, kvTokens / 2, 1)];
    const { results } = scheduleStudy({ ...question, requests, kvTokens, policies });
    for (const { policy, boundRatio } of results) {
      const expected = ['fcfs', 'spf', 'total'].includes(policy) ? 16.9 : 2.0;
      assert.equal(boundRatio.toFixed(1), expected.toFixed(1), policy);
    }
  });

  it('of mixed bursts Sorted-F and smallest volume gain most, shortest first little', () => {
    for (const longShare of [0.2, 0.5]) {
      const lists = [1, 2, 3].map((seed) => mixedRequests(600, { longShare, seed }));
      const mean = means({ policies }, lists);
      assert.ok(mean('sorted-f') < mean('sf') && mean('sf') < mean('fcfs'));
      assert.ok(mean('svf') < mean('sorted-f') && mean('svf') < mean('total') && mean('total') < mean('spf'));
      if (longShare === 0.2) {
        // The reference has -69 and -70 % (and -23 % for shortest first, which hangs on the law of the lengths).
        assert.ok(Math.abs(mean('sorted-f') / mean('fcfs') - 0.31) < 0.04);
        assert.ok(Math.abs(mean('svf') / mean('fcfs') - 0.3) < 0.04);
      }
    }
  });

  it('noisy predictions cost part of the gain', () => {
    const lists = [1, 2, 3].map((seed) => mixedRequests(600, { longShare: 0.2, seed }));
    const gain = (predictionNoise: number): number => {
      const mean = means({ policies: ['fcfs', 'svf'], predictionNoise }, lists);
      return 1 - mean('svf') / mean('fcfs');
    };
    const gains = [0, 0.5, 1, 2].map(gain);
    assert.deepEqual(
      gains,
      [...gains].sort((a, b) => b - a),
    );
    assert.ok(gains[3]! > 0.2 && gains[3]! < 0.5);
  });

  it('without an offered load there is nothing to gain', () => {
    const meanVolume = 136_000;
    const online = (rho: number) => {
      const meanGap = meanVolume / (rho * question.kvTokens);
      const lists = [1, 2, 3].map((seed) => mixedRequests(2000, { longShare: 0.2, seed, meanGap }));
      const offeredLoad = scheduleStudy({ ...question, requests: lists[0]!, mode: 'online', policies: [] })
        .offeredLoad!;
      assert.ok(Math.abs(offeredLoad / rho - 1) < 0.1, String(offeredLoad));
      return means({ policies: ['fcfs', 'svf', 'sorted-f'], mode: 'online' }, lists);
    };
    const [calm, busy] = [online(0.3), online(0.95)];
    for (const policy of ['svf', 'sorted-f'] as const) {
      assert.ok(calm(policy) / calm('fcfs') > 0.95);
      assert.ok(busy(policy) / busy('fcfs') < 0.6);
    }
  });

  it('ageing caps how long anybody waits under overload', () => {
    const requests = mixedRequests(2000, { longShare: 0.2, seed: 3, meanGap: 6 });
    const p99 = (ageingSteps: number | undefined): number => {
      const study = scheduleStudy({ ...question, requests, mode: 'online', policies: ['svf'], ageingSteps });
      return result(study, 'svf').p99Steps;
    };
    assert.ok(p99(2000) < 0.8 * p99(undefined));
  });
});
