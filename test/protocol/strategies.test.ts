import assert from 'node:assert/strict';
import type { Strategies } from '../../server/src/sweep/strategies';
import { waitFor } from '../wait-for';
import { manifest, traceRows } from './manifests';
import { ProtocolClient } from './protocol-client';

interface Answer {
  readonly version: number;
  readonly strategies: Strategies;
}

const compared = manifest({
  model: 'qwen3-235b-a22b-fp8',
  device: 'h200',
  attention: '{ workers: 2, batchSize: 64 }',
  ffn: '{ workers: 2 }',
  slo: '{ tpot: 60ms }',
}).replace(/ {2}latencyProfile: .*\n/, '');

describe('serving strategies over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
    // Old enough that its age reads the same from one answer to the next.
    client.write('traces/chat.csv', traceRows(2000), 3);
  });
  afterEach(() => client.stop());

  const strategies = (uri: string, ...args: unknown[]) =>
    client.request<Answer | null>('workspace/executeCommand', {
      command: 'afdLens.server.strategies',
      arguments: [uri, ...args],
    });
  const answered = async (uri: string, whatIf: object = {}) => {
    const { answer } = await waitFor('strategies that are compared', async () => {
      const answer = await strategies(uri, 0, whatIf);
      return answer?.strategies.kind !== 'computing' && { answer };
    });
    return answer!;
  };

  it('are compared in the background, after which the client is asked to pull again', async () => {
    const uri = await client.open('chat.afd.yaml', compared);
    await client.settledDiagnostics(uri);
    const { version, strategies: first } = await answered(uri);
    assert.ok(first.kind === 'ready', JSON.stringify(first));
    assert.deepEqual([version, first.title, first.table.rows.length], [1, 'chat', 4]);
    assert.ok(client.refreshes > 0);
    const before = client.refreshes;
    const tried = (await strategies(uri, 0, { tpotSeconds: 0.03 }))!;
    assert.equal(tried.strategies.kind, 'computing');
    const { strategies: second } = await answered(uri, { tpotSeconds: 0.03 });
    assert.ok(second.kind === 'ready', JSON.stringify(second));
    assert.deepEqual([first.objective!.tpotSeconds, second.objective!.tpotSeconds], [0.06, 0.03]);
    assert.ok(client.refreshes > before);
    // As before, and at once.
    assert.deepEqual((await strategies(uri, 0))!.strategies, first);
  });

  it('carry the version they are about, and say what to provide', async () => {
    const uri = await client.open('chat.afd.yaml', compared);
    await client.change(uri, compared.replace('  slo: { tpot: 60ms }\n', ''));
    await client.settledDiagnostics(uri);
    const { version, strategies: answer } = await answered(uri);
    assert.equal(version, 2);
    assert.ok(answer.kind === 'none');
    assert.match(answer.headline, /`slo\.tpot` is missing/);
  });

  it('are of no file without a deployment', async () => {
    const uri = await client.open('chat.afd.yaml', 'spec: [');
    assert.equal(await strategies(uri, 0), null, 'broken YAML');
    assert.equal(await strategies(client.uri('other.afd.yaml'), 0), null, 'not open');
  });
});
