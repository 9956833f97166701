import assert from 'node:assert/strict';
import type { CodeLens, ExecuteCommandParams, Hover, TextEdit } from 'vscode-languageserver/node';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { NoSweep, SimulatedSweep, TheorySweep, WhatIf } from '../../server/src/sweep/sweep';
import { manifest, traceRows } from './manifests';
import { ProtocolClient } from './protocol-client';

interface Answer<T> {
  readonly version: number;
  readonly sweep: T | NoSweep;
}
interface EditAnswer {
  readonly version: number;
  readonly edits: TextEdit[];
  readonly yaml: string;
  readonly message?: string;
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
    assert.match(await lensOf(), new RegExp(`(?:optimum|of) ${edited.recommended!.attention}A`));
  });

  it('says why there is no sweep', async () => {
    const cases: readonly [string, WhatIf, RegExp][] = [
      [manifest({ workload: '{ trace: nowhere.csv }' }), {}, /^The trace `.*nowhere\.csv` does not exist\.$/],
      [manifest({ latencyProfile: 'nope' }), {}, /^The latency profile `nope` is not known\.$/],
      [manifest({ workload: '' }), {}, /workload/],
      [manifest({ attention: '{ workers: 4 }' }), {}, /batchSize` is missing/],
      [manifest(), { batchSize: 0 }, /whole number from 1 to 1000000/],
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

  it('writes chosen values into the manifest and changes nothing else', async () => {
    const text = manifest({ microbatches: '3 # in flight' });
    const uri = await openSettled(text);
    const apply = async (wanted: unknown, index = 0) => {
      const answer = await command<EditAnswer>('sweepEdit', uri, index, wanted);
      return { ...answer, text: TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, text), answer.edits) };
    };
    const { text: edited, yaml } = await apply({ attention: 10, batchSize: 128, microbatches: 2, tpotSeconds: 0.05 });
    assert.equal(
      edited,
      text
        .replace('{ workers: 4, batchSize: 256 }', '{ workers: 10, batchSize: 128 }')
        .replace('3 # in', '2 # in')
        .replace('  attention:', '  slo: { tpot: 50ms }\n  attention:'),
    );
    assert.equal(
      yaml,
      'latencyProfile: ascend-910c-deepseek-v3\nattention: { workers: 10, batchSize: 128 }\nffn: { workers: 1 }\nmicrobatches: 2\nslo: { tpot: 50ms }\n',
    );
    assert.match((await apply({ attention: 4 })).message!, /has these values already/);
    assert.equal(await command('sweepEdit', client.uri('none.afd.yaml'), 0, {}), null);
  });
});
