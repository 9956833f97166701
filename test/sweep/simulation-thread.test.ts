import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestLaw } from '../../server/src/simulation/request-law';
import type { Scenario } from '../../server/src/simulation/scenario';
import { simulate } from '../../server/src/simulation/simulate';
import { simulateInThread } from '../../server/src/sweep/simulation-thread';
import { realWorker, watchWorkers } from '../background/workers';
import { table2 } from '../provisioning/base-case';

const tiny: Scenario = {
  latency: table2,
  batchSize: 4,
  microbatches: 2,
  pools: [1, 3].map((attention) => ({ attention, ffn: 1 })),
  requests: { kind: 'geometric', meanPrefill: 10, meanDecode: 20 },
  requestsPerWorker: 100,
  start: 'stationary',
  warmUp: 0.1,
  replications: 2,
  seed: 1,
};
const long: Scenario = { ...tiny, requestsPerWorker: 100_000_000 };
const list = {
  prefill: Float64Array.from({ length: 600 }, (_, n) => n % 17),
  decode: Float64Array.from({ length: 600 }, (_, n) => 1 + (n % 23)),
};
const laws: readonly RequestLaw[] = [
  tiny.requests,
  { kind: 'replay', list },
  { kind: 'resample', list },
  { kind: 'deterministic', prefill: 10, decode: 5 },
];

describe('simulating in a thread', () => {
  let folder: string;
  const { started, live } = watchWorkers();
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-lens-simulation-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const place of ['in this thread', 'in the worker'] as const) {
    describe(place, () => {
      const path = () => (place === 'in the worker' ? realWorker : undefined);
      const workers = place === 'in the worker' ? 1 : 0;

      for (const requests of laws) {
        it(`gives what simulating gives, with progress up to the end: ${requests.kind}`, async () => {
          const shares: number[] = [];
          const scenario = { ...tiny, requests };
          const simulation = await simulateInThread(path(), scenario, { onProgress: (share) => shares.push(share) });
          assert.deepEqual(simulation, simulate(scenario));
          assert.deepEqual(
            shares,
            shares.toSorted((a, b) => a - b),
          );
          assert.equal(shares.at(-1), 1);
          assert.deepEqual([started.length, live.size], [workers, 0]);
        });
      }

      it('leaves the scenario as it is, so that it can be simulated again', async () => {
        const scenario: Scenario = { ...tiny, requests: { kind: 'replay', list }, replications: 1 };
        const first = await simulateInThread(path(), scenario);
        assert.equal(list.decode.length, 600);
        assert.deepEqual(await simulateInThread(path(), scenario), first);
      });

      it('stops when aborted, with the reason, and leaves no worker', async () => {
        const controller = new AbortController();
        const shares: number[] = [];
        const running = simulateInThread(path(), long, {
          signal: controller.signal,
          onProgress: (share) => {
            shares.push(share);
            controller.abort('enough');
          },
        });
        await assert.rejects(running, (error) => error === 'enough');
        assert.equal(shares.length, 1);
        assert.deepEqual([started.length, live.size], [workers, 0]);
      });

      it('starts nothing when already aborted', async () => {
        const running = simulateInThread(path(), long, { signal: AbortSignal.abort('before') });
        await assert.rejects(running, (error) => error === 'before');
        assert.equal(started.length, 0);
      });
    });
  }

  it('stops a worker that has only just been started', async () => {
    const controller = new AbortController();
    const running = simulateInThread(realWorker, long, { signal: controller.signal });
    controller.abort(new Error('too late'));
    await assert.rejects(running, /^Error: too late$/);
    assert.deepEqual([started.length, live.size], [1, 0]);
  });

  it('runs several side by side', async () => {
    const scenarios = [1, 2, 3].map((seed): Scenario => ({ ...tiny, seed }));
    const simulations = await Promise.all(scenarios.map((scenario) => simulateInThread(realWorker, scenario)));
    assert.deepEqual(
      simulations,
      scenarios.map((scenario) => simulate(scenario)),
    );
    assert.deepEqual([started.length, live.size], [3, 0]);
  });

  for (const [title, program, why] of [
    ['throws', `throw new Error('boom');`, ' (boom)'],
    ['exits', 'process.exit(3);', ''],
    ['ends without a result', '', ''],
  ] as const) {
    it(`says that the simulation stopped when the worker ${title}`, async () => {
      const path = join(folder, 'broken.js');
      writeFileSync(path, program);
      await assert.rejects(simulateInThread(path, tiny), {
        message: `The simulation stopped unexpectedly${why}; run it again, or with fewer requests if that fails too.`,
      });
      assert.deepEqual([started.length, live.size], [1, 0]);
    });
  }

  it('says so when there is no worker', async () => {
    const running = simulateInThread(join(folder, 'nowhere.js'), tiny);
    await assert.rejects(running, /stopped unexpectedly \(Cannot find module/);
    assert.equal(live.size, 0);
  });

  it('ends a worker that stays after its result', async () => {
    const path = join(folder, 'stays.js');
    writeFileSync(path, `setInterval(() => {}, 1000);\nrequire(${JSON.stringify(realWorker)});`);
    assert.deepEqual(await simulateInThread(path, tiny), simulate(tiny));
    assert.deepEqual([started.length, live.size], [1, 0]);
  });
});
