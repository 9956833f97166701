import assert from 'node:assert/strict';
import type { Diagnostic, Hover } from 'vscode-languageserver/node';
import { workerFor } from '../background/workers';
import { mixedStream, scheduled } from '../evaluation/arriving';
import { waitFor } from '../wait-for';
import { ProtocolClient } from './protocol-client';

const text = scheduled('{ policy: fcfs, kvTokens: 16492 }').replace('p.yaml', './p.yaml');
const profile = `apiVersion: afd-lens/v1
kind: LatencyProfile
metadata: { name: p }
timeUnit: ms
calibration: measured
attention: { alpha: 0.00165, beta: 50 }
ffn: { alpha: 0.083, beta: 100 }
communication: { alpha: 0.022, beta: 20 }
`;
const { requests, seconds } = mixedStream(1500, 2.1);
const rows = requests.map(
  ([prefill, decode], at) => `${new Date(1000 * seconds[at]!).toISOString().slice(0, -1)},${prefill},${decode}`,
);
const trace = `TIMESTAMP,ContextTokens,GeneratedTokens\n${rows.join('\n')}\n`;

/** A client whose server does its studies by this worker. */
async function started(worker?: string): Promise<ProtocolClient> {
  const options = worker === undefined ? {} : { workerPath: worker };
  const client = await ProtocolClient.start(undefined, {}, options);
  client.write('t.csv', trace);
  client.write('p.yaml', profile);
  return client;
}
const hints = (found: readonly Diagnostic[]) => found.filter(({ code }) => code === 'AFD611');
const hoverAtPolicy = async (client: ProtocolClient, uri: string): Promise<string> => {
  const line = text.split('\n').findIndex((each) => each.includes('scheduler'));
  const position = { line, character: text.split('\n')[line]!.indexOf('fcfs') + 1 };
  const found = await client.request<Hover | null>('textDocument/hover', { textDocument: { uri }, position });
  return (found?.contents as { value: string } | undefined)?.value ?? '';
};

describe('request order in the editor', () => {
  it('shows the hint when the schedule is there, without another edit, and explains it', async () => {
    const client = await started();
    const uri = await client.open('chat.afd.yaml', text);
    await waitFor('the hint', async () => hints(await client.diagnostics(uri)).length === 1);
    const [hint] = hints(await client.diagnostics(uri));
    assert.equal(hint!.severity, 4);
    assert.match(String(hint!.message), /^`fcfs` at offered load 0\.\d\d: smallest volume first gives mean /);
    assert.ok(client.refreshes > 0);
    const hover = await hoverAtPolicy(client, uri);
    assert.match(hover, /^\*\*Offered load 0\.\d\d\*\*/);
    assert.match(hover, /\| first come, first served, as configured \|/);
    assert.match(hover, /The order does not change theta, so the ratio stands\./);
    assert.deepEqual(client.logged, []);
    await client.stop();
  });

  it('answers at once while an endless study is under way, with all that is known, after each edit', async () => {
    const never = await ProtocolClient.start();
    const worker = workerFor(never.folder, 'studies', `parentPort.on('message', () => { for (;;); });`);
    const client = await started(worker);
    const uri = await client.open('chat.afd.yaml', text);
    await waitFor('the comparison to begin', async () =>
      /orders are being compared/.test(await hoverAtPolicy(client, uri)),
    );
    for (let batch = 17; batch < 27; batch++) {
      await client.change(uri, text.replace('batchSize: 16', `batchSize: ${batch}`));
      assert.deepEqual(hints(await client.diagnostics(uri)), []);
      const lenses = await client.request<{ command: { title: string } }[]>('textDocument/codeLens', {
        textDocument: { uri },
      });
      assert.match(lenses[0]!.command.title, /^4A:1F · \S+-bound · /);
      assert.match(await hoverAtPolicy(client, uri), /orders are being compared/);
    }
    await client.stop();
    await never.stop();
    assert.deepEqual(client.logged, []);
  });

  it('loses no answer to a study that fails, which is logged once', async () => {
    const other = await ProtocolClient.start();
    const worker = workerFor(other.folder, 'studies', `parentPort.on('message', () => { throw new Error('boom'); });`);
    const client = await started(worker);
    const uri = await client.open('chat.afd.yaml', text);
    await waitFor('the comparison to fail', async () => /could not be compared/.test(await hoverAtPolicy(client, uri)));
    assert.deepEqual(hints(await client.diagnostics(uri)), []);
    await client.save(uri);
    assert.match(await hoverAtPolicy(client, uri), /could not be compared/);
    assert.equal(client.logged.length, 1);
    assert.match(client.logged[0]!, /a schedule failed: Error: boom/);
    await client.stop();
    await other.stop();
  });
});
