import assert from 'node:assert/strict';
import type { Topology } from '../../server/src/manifest/deployment';
import type { Scenario } from '../../server/src/simulation/scenario';
import { simulate } from '../../server/src/simulation/simulate';
import { type SimulationOptions, simulateSweep } from '../../server/src/sweep/simulate-sweep';
import type { WhatIf } from '../../server/src/sweep/sweep';
import type { KeepRequests } from '../../server/src/workload/request-list';
import { deployment, filesOf, readyTrace } from '../analysis/analysed';
import { anyPools } from '../manifest/stated-launch';
import { subjectOf } from './subject';

const requests = Array.from({ length: 400 }, (_, i) => [100 + (i % 7) * 30, 20 + (i % 11) * 5] as const);
const list = {
  prefill: Float64Array.from(requests, ([p]) => p),
  decode: Float64Array.from(requests, ([, d]) => d),
};
const base = deployment('{ workers: 4, batchSize: 16 }', '{ workers: 1 }', '  microbatches: 2\n');
const traced = base.replace(/workload: .*/, 'workload: { trace: chat.csv }');
const inputs = filesOf({ 'chat.csv': readyTrace(requests) });

async function run(text: string, options: SimulationOptions = {}, whatIf: WhatIf = {}) {
  let scenario: Scenario | undefined;
  const kept: KeepRequests[] = [];
  const result = await simulateSweep(
    subjectOf(text, inputs),
    whatIf,
    { replications: 1, ...options },
    {
      requests: async (_reference, _columns, keep) => {
        kept.push(keep);
        return { kind: 'ready', list };
      },
      simulate: async (given) => {
        scenario = given;
        return simulate(given)!;
      },
    },
  );
  return { result, scenario: scenario!, kept };
}

describe('simulate-sweep', () => {
  it("compares the theory's choice with the best of the simulation", async () => {
    const { result, scenario } = await run(base, { requestsPerWorker: 3000, seed: 5 });
    assert.ok(!('kind' in result));
    const { simulated, theory } = result;
    const best = simulated.points.reduce((a, b) => (b.throughput.mean > a.throughput.mean ? b : a));
    assert.deepEqual(simulated.best, { attention: best.attention, ffn: 1, ratio: best.ratio });
    assert.equal(simulated.predicted.attention, theory.predicted.attention);
    const predicted = simulated.points.find(({ attention }) => attention === theory.predicted.attention)!;
    assert.equal(simulated.regretPercent, 100 * (1 - predicted.throughput.mean / best.throughput.mean));
    assert.equal(simulated.ratioErrorPercent, 100 * Math.abs(predicted.ratio / best.ratio - 1));
    assert.deepEqual([simulated.seed, scenario.seed, simulated.requestsPerWorker], [5, 5, 3000]);
    assert.equal(simulated.requests, 'geometric lengths, means 100 and 500');
  });

  it('draws from a sample of the trace, or replays its first requests', async () => {
    const { scenario, kept, result } = await run(traced);
    assert.deepEqual(kept, [{ kind: 'sample', limit: 250_000, seed: 1 }]);
    assert.deepEqual(
      [scenario.requests.kind, scenario.start, scenario.requestsPerWorker],
      ['resample', 'stationary', 1000],
    );
    assert.ok(!('kind' in result) && result.simulated.requests === '400 requests of chat.csv, resampled');
    const replayed = await run(traced, { replay: true, range: { low: 1, high: 2 }, requestsPerWorker: 160 });
    assert.deepEqual(replayed.kept, [{ kind: 'first', limit: 2 * (160 + 32) }]);
    assert.equal(replayed.scenario.requests.kind, 'replay');
  });

  it('hands over how FFN workers share the rows, and leaves out what the engine refuses', async () => {
    const swept = async (change: Partial<Topology>) => {
      const subject = subjectOf(base.replace('ffn: { workers: 1 }', 'ffn: { workers: 2 }'));
      let scenario: Scenario | undefined;
      const deployment = { ...subject.deployment, topology: { ...anyPools, ...change } };
      await simulateSweep(
        { ...subject, deployment },
        {},
        {},
        {
          requests: () => assert.fail('no trace'),
          simulate: async (given) => {
            scenario = given;
            return simulate({ ...given, requestsPerWorker: 40, replications: 1 })!;
          },
        },
      );
      return scenario!;
    };
    const even = await swept({});
    assert.deepEqual([even.sharing, even.pools.some(({ attention }) => attention % 2 === 1)], ['even', true]);
    assert.equal((await swept({ wholeWorkersPerFfn: true })).sharing, 'whole workers');
    const multiples = await swept({ attentionMultipleOfFfn: true });
    assert.ok(multiples.pools.every(({ attention }) => attention % 2 === 0));
  });

  it('starts cold and as long as the horizon where the manifest gives one', async () => {
    const { scenario } = await run(base.replace(/(statistics: .*\}) \}/, '$1, horizonRequests: 2000 }'));
    assert.deepEqual([scenario.start, scenario.warmUp, scenario.requestsPerWorker], ['cold', 0, 2000]);
    assert.equal((await run(base, { start: 'cold' })).scenario.warmUp, 0.5);
  });

  it('scales the lengths as the theory does', async () => {
    const { scenario } = await run(traced, {}, { lengthScale: 2 });
    assert.ok(scenario.requests.kind === 'resample');
    assert.deepEqual([scenario.requests.list.prefill[1], scenario.requests.list.decode[1]], [260, 50]);
  });

  it('refuses before it reads or runs anything', async () => {
    const refused = async (text: string, options: SimulationOptions, message: RegExp) => {
      const { result, scenario } = await run(text, options);
      assert.ok('kind' in result && result.kind === 'none');
      assert.match(result.message, message);
      assert.equal(scenario, undefined);
      return result;
    };
    await refused(base, { requestsPerWorker: 31 }, /fewer than its 32 slots/);
    await refused(base, { replay: true }, /Only a request trace can be replayed/);
    await refused(traced, { replay: true }, /The trace has 400 requests, but replaying 1000/);
    await refused(base, { range: { low: 2, high: 1 } }, /No pool sizes have a ratio from 2 to 1\./);
    await refused(base.replace('ascend', 'x'), {}, /is not known/);
    assert.deepEqual((await run(traced, { seed: 0.5 })).kept, [], 'no trace is read for a broken seed');
  });
});
