import assert from 'node:assert/strict';
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import { fingerprints } from '../../server/src/analysis/judging/fingerprint';
import { writeBaseline } from '../../server/src/configuration/baseline';
import { analyse } from '../analysis/analysed';
import { manifest, traceRows } from './manifests';
import { bare, given } from './plain-manifest';
import { ProtocolClient } from './protocol-client';

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

describe('findings that a project accepts, over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
    client.write('traces/chat.csv', traceRows(2000));
  });
  afterEach(() => client.stop());

  const configure = (text: string) => client.write('deploy/afd-lens.config.yaml', text);
  const open = (text = bare(), path = 'deploy/prod/chat.afd.yaml') => client.open(path, text);
  const actionsOf = (uri: string) =>
    client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
      context: { diagnostics: [] },
    });
  const seenAfter = async (uri: string, change: () => unknown) => {
    const refreshed = client.nextRefresh();
    await change();
    await refreshed;
    return client.settledDiagnostics(uri);
  };

  it('have no diagnostic and no action by an entry of ignores, while others keep theirs', async () => {
    const ignores = 'ignores:\n  - { rule: AFD101, files: ["prod/**"], path: spec.attention, reason: the vendor’s }\n';
    configure(given + ignores);
    const [prod, staging] = [await open(), await open(bare(), 'deploy/staging/chat.afd.yaml')];
    assert.deepEqual([codes(await client.settledDiagnostics(prod)), await actionsOf(prod)], [[], []]);
    assert.deepEqual(codes(await client.settledDiagnostics(staging)), ['AFD101']);
    const ignore = (await actionsOf(staging)).find(({ title }) => title.startsWith('Ignore AFD101'))!;
    await client.change(staging, client.applied(ignore));
    assert.deepEqual(codes(await client.diagnostics(staging)), []);
  });

  it('have none by a baseline further up, as soon as that is there', async () => {
    configure(given);
    const uri = await open();
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD101']);
    await client.watching();
    const statistics = '{ statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }';
    const equal = analyse(manifest({ workload: statistics }));
    const [fingerprint] = fingerprints(equal).values();
    const files = { 'deploy/prod/chat.afd.yaml': [{ rule: 'AFD101', fingerprint: fingerprint! }] };
    const baseline = () => client.write('afd-lens.baseline.json', writeBaseline(files));
    assert.deepEqual(codes(await seenAfter(uri, baseline)), []);
    assert.deepEqual(await actionsOf(uri), []);
    const broken = await seenAfter(uri, () => client.write('afd-lens.baseline.json', '{'));
    assert.deepEqual(codes(broken), ['AFD311', 'AFD101']);
    assert.equal(broken[0]!.message, '`afd-lens.baseline.json` is not applied: it is not valid JSON.');
  });

  it('may be about a missing key, and accepted by a comment', async () => {
    configure(`${given}thresholds: { minTraceRequests: 3000 }\nrules: { AFD101: off }\n`);
    const uri = await open();
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD201']);
    const [ignore, ...others] = await actionsOf(uri);
    assert.deepEqual([ignore?.title, others], ['Ignore AFD201 here, with a reason', []]);
    await client.change(uri, client.applied(ignore!));
    assert.deepEqual(codes(await client.diagnostics(uri)), []);
  });
});
