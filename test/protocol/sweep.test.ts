// Also tests: language-server/providers/sweep-command, language-server/simulations
import assert from 'node:assert/strict';
import type { Worker } from 'node:worker_threads';
import type { CodeLens, ExecuteCommandParams, Hover } from 'vscode-languageserver/node';
import { CancellationTokenSource, WorkDoneProgress } from 'vscode-languageserver/node';
import type { NoSweep, SimulatedSweep, TheorySweep, WhatIf } from '../../server/src/sweep/sweep';
import { workerFor } from '../background/workers';
import { waitFor } from '../wait-for';
import { manifest, traceRows } from './manifests';
import { ProtocolClient } from './protocol-client';

interface Answer<T> {
  readonly version: number;
  readonly sweep: T | NoSweep;
}

const quick = { requestsPerWorker: 1000, replications: 1 };

describe('the sweep over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
    client.write('traces/chat.csv', traceRows(2000));
  });
  afterEach(() => client.stop());

  const command = <T>(name: string, ...args: unknown[]) =>
    client.request<T>('workspace/executeCommand', { command: `afdLens.server.${name}`, arguments: args });
  const openSettled = async (text = manifest()) => {
    const uri = await client.open('chat.afd.yaml', text);
    await client.settledDiagnostics(uri);
    return uri;
  };
  const theory = async (uri: string, whatIf: WhatIf = {}, index = 0) => {
    const { sweep } = (await command<Answer<TheorySweep>>('sweep', uri, index, whatIf))!;
    assert.ok(sweep.kind === 'theory', JSON.stringify(sweep));
    return sweep;
  };

  it('offers a lens beside the summary, only where there is a prediction', async () => {
    const uri = await openSettled(`${manifest()}---\n${manifest({ workload: '{ trace: nowhere.csv }' })}`);
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    assert.deepEqual(
      lenses.map(({ command: shown }) => [shown!.command, shown!.arguments![1]]),
      [
        ['afdLens.explain', 0],
        ['afdLens.showSweep', 0],
        ['afdLens.explain', 1],
      ],
    );
    assert.equal(lenses[1]!.command!.title, 'Show sweep');
  });

  it('agrees with the lens, and with the lens of a manifest that has the changes', async () => {
    const uri = await openSettled();
    const lensOf = async () => {
      const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
      return lenses[0]!.command!.title;
    };
    const changed = await theory(uri, { batchSize: 128, microbatches: 2 });
    const { recommended } = await theory(uri);
    assert.match(await lensOf(), new RegExp(`optimum ${recommended!.attention}A:${recommended!.ffn}F$`));
    await client.change(uri, manifest({ attention: '{ workers: 4, batchSize: 128 }', microbatches: '2' }));
    const edited = await theory(uri);
    assert.deepEqual(edited.points, changed.points);
    assert.deepEqual(edited.recommended, changed.recommended);
    assert.deepEqual(
      [changed.inputs.batchSize, changed.manifest.batchSize, edited.manifest.batchSize],
      [128, 256, 128],
    );
    assert.match(
      await lensOf(),
      new RegExp(`optimum ${edited.recommended!.attention}A|as good as the best within the errors`),
    );
  });

  it('says why there is no sweep', async () => {
    const cases: readonly [string, WhatIf, RegExp][] = [
      [manifest({ workload: '{ trace: nowhere.csv }' }), {}, /^The trace `.*nowhere\.csv` does not exist\.$/],
      [manifest({ latencyProfile: 'nope' }), {}, /^The latency profile `nope` is not known\.$/],
      [manifest({ workload: '' }), {}, /workload/],
      [manifest({ attention: '{ workers: 4 }' }), {}, /batchSize` is missing/],
      [manifest(), { batchSize: 0 }, /whole number from 1 to 1,000,000/],
      [manifest(), { lengthScale: -1 }, /from 0\.01 to 100/],
      [manifest(), { tpotSeconds: 0 }, /above 0/],
      [manifest(), { profile: 'elsewhere' }, /`elsewhere` is not known/],
    ];
    const uri = await openSettled();
    for (const [text, whatIf, message] of cases) {
      await client.change(uri, text);
      await client.settledDiagnostics(uri);
      const { sweep } = await command<Answer<NoSweep>>('sweep', uri, 0, whatIf);
      assert.equal(sweep.kind, 'none', JSON.stringify(sweep));
      assert.match((sweep as NoSweep).message, message);
    }
    await client.change(uri, 'spec: [');
    assert.equal(await command('sweep', uri, 0, {}), null, 'broken YAML');
    assert.equal(await command('sweep', client.uri('other.afd.yaml'), 0, {}), null, 'not open');
    assert.equal(await command('sweep', 7), null, 'nonsense');
  });

  it('simulates in the background, the same for the same seed, while hovers are answered', async () => {
    const uri = await openSettled();
    const order: string[] = [];
    const simulated = command<Answer<SimulatedSweep>>('simulate', uri, 0, {}, { replications: 2 }).then((answer) => {
      order.push('simulation');
      return answer;
    });
    const hovered = client
      .request<Hover>('textDocument/hover', { textDocument: { uri }, position: { line: 6, character: 25 } })
      .then(() => order.push('hover'));
    const [answer] = await Promise.all([simulated, hovered]);
    assert.deepEqual(order, ['hover', 'simulation']);
    const { sweep } = answer;
    assert.ok(sweep.kind === 'simulated', JSON.stringify(sweep));
    assert.deepEqual([sweep.seed, sweep.replications, sweep.start, answer.version], [1, 2, 'stationary', 1]);
    assert.match(sweep.requests, /^2,000 requests of traces\/chat\.csv, resampled$/);
    const { predicted, points } = await theory(uri);
    assert.deepEqual(sweep.predicted, { attention: predicted.attention, ffn: 1, ratio: predicted.ratio });
    assert.ok(sweep.regretPercent >= 0 && sweep.regretPercent < 1, `regret ${sweep.regretPercent}`);
    for (const point of sweep.points) {
      const expected = points.find(({ attention }) => attention === point.attention)!;
      assert.ok(Math.abs(point.throughput.mean / expected.throughput - 1) < 0.03, `${point.attention}A`);
    }
    const again = await command<Answer<SimulatedSweep>>('simulate', uri, 0, {}, { replications: 2 });
    assert.deepEqual(again.sweep, sweep);
  });

  it('ends a simulation when asked to, when a newer one comes, and with the document', async () => {
    const uri = await openSettled();
    const long = { requestsPerWorker: 2_000_000, replications: 10 };
    const source = new CancellationTokenSource();
    const params: ExecuteCommandParams = { command: 'afdLens.server.simulate', arguments: [uri, 0, {}, long] };
    const cancelled = client.connection.sendRequest('workspace/executeCommand', params, source.token);
    setTimeout(() => source.cancel(), 300);
    assert.equal(await cancelled.catch(() => null), null);

    const older = command('simulate', uri, 0, {}, long);
    const newer = command<Answer<SimulatedSweep>>('simulate', uri, 0, {}, quick);
    assert.equal(await older, null);
    assert.equal((await newer).sweep.kind, 'simulated');

    const orphan = command('simulate', uri, 0, {}, long);
    await client.request('textDocument/documentSymbol', { textDocument: { uri } });
    await client.close(uri);
    assert.equal(await orphan, null);
  });

  it('refuses a run that makes no sense, before it starts', async () => {
    const uri = await openSettled();
    const refused = async (options: unknown) => {
      const { sweep } = await command<Answer<NoSweep>>('simulate', uri, 0, {}, options);
      assert.equal(sweep.kind, 'none');
      return (sweep as NoSweep).message;
    };
    assert.match(await refused({ requestsPerWorker: 5 }), /fewer than its 768 slots/);
    assert.match(await refused({ seed: -1 }), /seed is -1/);
    assert.match(await refused({ replications: 0.5 }), /replications is 0\.5/);
    await client.change(
      uri,
      manifest({ workload: '{ statistics: { n: 9, sumP: 90, sumD: 90, sumD2: 990, sumPD: 900 } }' }),
    );
    assert.match(await refused({}), /needs a request trace/);
  });

  it('refuses arguments of the wrong kind, and answers only about the document asked for', async () => {
    const uri = await openSettled(`${manifest()}---\n${manifest({ attention: '{ workers: 5, batchSize: 64 }' })}`);
    assert.deepEqual(
      [(await theory(uri)).configured.attention, (await theory(uri, {}, 1)).configured.attention],
      [4, 5],
    );
    for (const index of ['1', 2, -1, 0.5, true]) assert.equal(await command('sweep', uri, index, {}), null, `${index}`);
    for (const whatIf of [{ batchSize: '64' }, { microbatches: [] }, { tpotSeconds: 'soon' }, { lengthScale: {} }]) {
      assert.equal(
        (await command<Answer<NoSweep>>('sweep', uri, 0, whatIf)).sweep.kind,
        'none',
        JSON.stringify(whatIf),
      );
    }
    for (const whatIf of [null, 5, 'x', [], { batchSize: null }]) {
      assert.equal((await command<Answer<TheorySweep>>('sweep', uri, 0, whatIf)).sweep.kind, 'theory');
    }
    const { sweep } = await command<Answer<NoSweep>>('simulate', uri, 0, {}, { seed: 'lucky' });
    assert.ok(sweep.kind === 'none' && /^The seed is NaN/.test(sweep.message));
  });

  it('says which version of the document an answer is about', async () => {
    const uri = await openSettled();
    const before = command<Answer<TheorySweep>>('sweep', uri, 0, {});
    await client.change(uri, manifest({ attention: '{ workers: 5, batchSize: 256 }' }));
    const after = await command<Answer<TheorySweep>>('sweep', uri, 0, {});
    assert.ok(after.version === 2 && after.sweep.kind === 'theory' && after.sweep.configured.attention === 5);
    const { version, sweep } = await before;
    assert.ok(sweep.kind === 'theory' && sweep.configured.attention === (version === 1 ? 4 : 5));
  });

  it('simulates deployments side by side, with progress where it is asked for', async () => {
    const uri = await openSettled(`${manifest()}---\n${manifest({ attention: '{ workers: 5, batchSize: 64 }' })}`);
    const steps: { kind: string; percentage?: number }[] = [];
    client.connection.onProgress(WorkDoneProgress.type, 'simulation', (step) => {
      steps.push(step);
    });
    const params = { command: 'afdLens.server.simulate', arguments: [uri, 0, {}, quick], workDoneToken: 'simulation' };
    const both = [
      client.request<Answer<SimulatedSweep>>('workspace/executeCommand', params),
      command<Answer<SimulatedSweep>>('simulate', uri, 1, {}, quick),
    ];
    assert.deepEqual(
      (await Promise.all(both)).map(({ sweep }) => sweep.kind),
      ['simulated', 'simulated'],
    );
    const shares = steps.flatMap(({ percentage }) => percentage ?? []);
    assert.deepEqual([steps[0]!.kind, steps.at(-1)!.kind, shares.at(-1)], ['begin', 'end', 100]);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
  });

  it('says why a simulation cannot be had, also when its thread fails', async () => {
    const uri = await openSettled(manifest({ workload: '{ trace: nowhere.csv }' }));
    const { sweep } = await command<Answer<NoSweep>>('simulate', uri, 0, {}, quick);
    assert.ok(sweep.kind === 'none' && /nowhere\.csv` does not exist/.test(sweep.message));
    await client.change(uri, 'spec: [');
    assert.equal(await command('simulate', uri, 0, {}, quick), null);

    const workerPath = workerFor(client.folder, 'simulation', `throw new Error('boom');`);
    const broken = await ProtocolClient.start(undefined, {}, { workerPath });
    broken.write('traces/chat.csv', traceRows(2000));
    const other = await broken.open('chat.afd.yaml', manifest());
    await broken.settledDiagnostics(other);
    const args = { command: 'afdLens.server.simulate', arguments: [other, 0, {}, quick] };
    const failed = await broken.request<Answer<NoSweep>>('workspace/executeCommand', args);
    assert.ok(failed.sweep.kind === 'none' && /stopped unexpectedly \(boom\)/.test(failed.sweep.message));
    assert.match(broken.logged.join(), /simulating .*chat\.afd\.yaml#0 failed/);
    await broken.stop();
  });

  it('leaves no thread behind: not after cancelling, closing or shutting down', async () => {
    const live = new Set<Worker>();
    let started = 0;
    const onWorker = (worker: Worker): void => {
      started++;
      live.add(worker);
      worker.once('exit', () => live.delete(worker));
    };
    // Without a trace, which would be read in a thread too.
    const statistics = '{ statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 900 } }';
    const uri = await openSettled(manifest({ workload: statistics }));
    process.on('worker', onWorker);
    try {
      const long = { requestsPerWorker: 2_000_000, replications: 10 };
      const source = new CancellationTokenSource();
      const params: ExecuteCommandParams = { command: 'afdLens.server.simulate', arguments: [uri, 0, {}, long] };
      const cancelled = client.connection.sendRequest('workspace/executeCommand', params, source.token);
      await waitFor('a worker', () => started === 1);
      source.cancel();
      assert.equal(await cancelled.catch(() => null), null);
      assert.deepEqual([started, live.size], [1, 0]);

      const orphan = command('simulate', uri, 0, {}, long);
      await waitFor('another worker', () => started === 2);
      await client.request('shutdown', undefined);
      assert.equal(await orphan, null);
      assert.deepEqual([started, live.size], [2, 0]);
      assert.equal(await command('simulate', uri, 0, {}, quick), null, 'nothing begins any more');
      assert.equal(started, 2);
    } finally {
      process.off('worker', onWorker);
    }
  });
});
