// Also tests: language-server/providers/tool-command, language-server/tool-host
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { ToolResult } from '../../server/src/agent-tools/tool';
import { manifest, traceRows } from './manifests';
import { ProtocolClient } from './protocol-client';

describe('the tools for agents over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
    client.write('traces/chat.csv', traceRows(2000));
  });
  afterEach(() => client.stop());

  const call = (name: unknown, input: unknown, folders: unknown = [URI.file(client.folder).toString()]) =>
    client.request<ToolResult>('workspace/executeCommand', {
      command: 'afdLens.server.tool',
      arguments: [name, input, folders],
    });
  const analyze = (input: object, folders?: unknown) => call('analyze_afd_ratio', input, folders);

  it('read a file that no editor shows, with the trace beside it', async () => {
    const path = client.write('chat.afd.yaml', manifest());
    const { text, isError } = await analyze({ path });
    assert.equal(isError, false);
    assert.match(text, /4A:1F is attention-bound[\s\S]*traces\/chat\.csv \(2,000 requests/);
    assert.match(text, /AFD101/);
  });

  it('take the unsaved text of an open manifest, by its path or its address', async () => {
    const path = client.write('chat.afd.yaml', manifest());
    const uri = await client.open('chat.afd.yaml', manifest({ attention: '{ workers: 12, batchSize: 256 }' }));
    // At once: the trace is not read yet.
    assert.match((await analyze({ path })).text, /12A:1F is FFN-bound/);
    await client.change(uri, manifest({ attention: '{ workers: 13, batchSize: 256 }' }));
    for (const asked of [path, 'chat.afd.yaml', uri]) assert.match((await analyze({ path: asked })).text, /13A:1F/);
    const { text } = await call('sweep_afd_ratio', { path });
    assert.match(text, /\nconfigured 13A:1F: FFN-bound/);
    await client.close(uri);
    assert.match((await analyze({ path })).text, /4A:1F/);
  });

  it('take an unsaved document that has no file', async () => {
    const uri = await client.open('untitled:Untitled-1', manifest());
    assert.match((await analyze({ path: uri })).text, /4A:1F is attention-bound/);
  });

  it('see a trace that changed a moment ago', async () => {
    const uri = await client.open('chat.afd.yaml', manifest());
    assert.match((await analyze({ path: uri })).text, /2,000 requests/);
    client.write('traces/chat.csv', traceRows(2500));
    assert.match((await analyze({ path: uri })).text, /2,500 requests/);
  });

  it('take the unsaved text of an open trace', async () => {
    const path = client.write('chat.afd.yaml', manifest());
    await client.open('chat.afd.yaml', manifest());
    await client.watching();
    const trace = await client.open('traces/chat.csv', traceRows(2000), 'csv');
    await client.change(trace, traceRows(3000));
    assert.match((await analyze({ path })).text, /3,000 requests/);
    const other = client.write('other.afd.yaml', manifest());
    assert.match((await analyze({ path: other })).text, /3,000 requests/, 'of a manifest that no editor shows');
  });

  it('find a relative path in the first folder that has it', async () => {
    client.write('b/chat.afd.yaml', manifest({ attention: '{ workers: 5, batchSize: 256 }' }));
    client.write('b/traces/chat.csv', traceRows(2000));
    const folders = ['a', 'b', 'c'].map((name) => URI.file(join(client.folder, name)).toString());
    assert.match((await analyze({ path: 'chat.afd.yaml' }, folders)).text, /5A:1F/);
    const { text, isError } = await analyze({ path: 'none.afd.yaml' }, folders);
    assert.equal(isError, true);
    assert.match(text, /^Cannot read `none\.afd\.yaml`, taken for `.*[\\/]a[\\/]none\.afd\.yaml`: no such file\.$/);
    assert.match((await analyze({ path: 'chat.afd.yaml' }, [])).text, /no folder is open here; give an absolute path/);
    assert.match((await analyze({ path: 'chat.afd.yaml' }, 'nonsense')).text, /give an absolute path/);
  });

  it('follow the settings of the editor', async () => {
    const path = client.write('chat.afd.yaml', manifest());
    client.settings = { rules: { AFD101: 'error' }, minGainPercent: 1 };
    assert.match((await analyze({ path })).text, / error AFD101 /);
    assert.match((await analyze({ text: manifest(), baseFolder: client.folder })).text, / error AFD101 /);
  });

  it('work for a client without settings', async () => {
    const plain = await ProtocolClient.start({});
    const path = plain.write('chat.afd.yaml', manifest({ workload: '{ trace: none.csv }' }));
    const { text } = await plain.request<ToolResult>('workspace/executeCommand', {
      command: 'afdLens.server.tool',
      arguments: ['analyze_afd_ratio', { path }],
    });
    await plain.stop();
    assert.match(text, / error AFD305 /);
  });

  it('leave the open manifests as they are', async () => {
    const uri = await client.open('open.afd.yaml', manifest());
    const before = await client.settledDiagnostics(uri);
    const { refreshes } = client;
    client.write('other/traces/chat.csv', traceRows(1500));
    assert.match((await analyze({ path: client.write('other/chat.afd.yaml', manifest()) })).text, /1,500 requests/);
    assert.deepEqual(await client.diagnostics(uri), before);
    assert.equal(client.refreshes, refreshes);
  });

  it('explain rules and refuse nonsense', async () => {
    assert.match((await call('explain_afd_rule', { code: 'AFD101' })).text, /^# AFD101/);
    assert.match((await call('nothing', {})).text, /^There is no tool `nothing`/);
    assert.match((await analyze({ path: 7 })).text, /^`path` must be a text/);
    assert.equal(await call(7, {}), null);
    assert.deepEqual(client.logged, []);
  });

  it('end when cancelled', async () => {
    const path = client.write('chat.afd.yaml', manifest());
    const source = new CancellationTokenSource();
    const params = { command: 'afdLens.server.tool', arguments: ['analyze_afd_ratio', { path }] };
    const answer = client.connection.sendRequest('workspace/executeCommand', params, source.token);
    source.cancel();
    await assert.rejects(answer, /[Cc]ancelled/);
    assert.equal((await analyze({ path })).isError, false);
  });
});
