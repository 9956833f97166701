import assert from 'node:assert/strict';
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import { manifest, traceRows } from './manifests';
import { ProtocolClient } from './protocol-client';

describe('code actions over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
    client.write('traces/chat.csv', traceRows(2000));
  });
  afterEach(() => client.stop());

  const actionsFor = (uri: string, { range }: Pick<Diagnostic, 'range'>, only?: string[]) =>
    client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });
  const everywhere = { range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } } };

  it('offers the best pools first, each fix changing only the scalars, and the finding is gone after it', async () => {
    const text = manifest();
    const uri = await client.open('chat.afd.yaml', text);
    const [finding] = await client.settledDiagnostics(uri);
    const actions = await actionsFor(uri, finding!);
    assert.ok(actions[0]?.isPreferred);
    assert.match(actions[0].title, /^Change to \d+A:1F \(\+\d+ %, same FFN pool\)$/);
    assert.equal(actions.filter(({ isPreferred }) => isPreferred).length, 1);
    const fixed = client.applied(actions[0]);
    assert.equal(fixed.replace(/workers: \d+, batch/, 'workers: 4, batch'), text);
    await client.change(uri, fixed);
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it('offers to edit the anchor, saying its uses, or to override here', async () => {
    const text = `x-size: &size 4\n${manifest({ attention: '{ workers: *size, batchSize: 256 }' })}`;
    const uri = await client.open('chat.afd.yaml', text);
    const [finding] = await client.settledDiagnostics(uri);
    assert.equal(finding?.relatedInformation?.at(-1)?.message, 'The value is set at the anchor &size.');
    const titles = (await actionsFor(uri, finding!)).map(({ title }) => title);
    const override = (await actionsFor(uri, finding!)).find(({ title }) => title.endsWith(': override here'))!;
    const anchor = (await actionsFor(uri, finding!)).find(({ title }) =>
      title.endsWith(': edit the anchor &size, 1 use'),
    )!;
    assert.ok(override && anchor, titles.join('\n'));
    assert.match(client.applied(override), /^x-size: &size 4\n[\s\S]*workers: \d+, batchSize/);
    assert.match(client.applied(anchor), /^x-size: &size \d+\n[\s\S]*workers: \*size, batchSize/);
  });

  it('suppresses with a reason, reports the suppression when it is no longer needed, and removes it on fix all', async () => {
    const uri = await client.open('chat.afd.yaml', manifest());
    const [finding] = await client.settledDiagnostics(uri);
    const suppress = (await actionsFor(uri, finding!)).at(-1)!;
    assert.equal(suppress.title, 'Ignore AFD101 here, with a reason');
    const suppressed = client.applied(suppress);
    await client.change(uri, suppressed);
    assert.deepEqual(await client.diagnostics(uri), []);
    const sized = suppressed.replace('workers: 4,', 'workers: 9,');
    await client.change(uri, sized);
    const [unused] = await client.diagnostics(uri);
    assert.equal(unused?.code, 'AFD900');
    const [fixAll, ...others] = await actionsFor(uri, everywhere, ['source.fixAll']);
    assert.equal(fixAll?.kind, 'source.fixAll.afdLens');
    assert.deepEqual(others, []);
    assert.equal(client.applied(fixAll), manifest({ attention: '{ workers: 9, batchSize: 256 }' }));
  });

  it('never changes a pool size on fix all', async () => {
    const uri = await client.open('chat.afd.yaml', manifest());
    await client.settledDiagnostics(uri);
    assert.deepEqual(await actionsFor(uri, everywhere, ['source.fixAll']), []);
  });

  it('corrects slips of the pen in keys and ids', async () => {
    const text = manifest({
      latencyProfile: 'ascend-910c-deepseek',
      model: 'deepsek-v3',
      attention: '{ workers: 4, batchsize: 256 }',
    });
    const uri = await client.open('chat.afd.yaml', text);
    await client.settledDiagnostics(uri);
    const titles = (await actionsFor(uri, everywhere))
      .filter(({ isPreferred }) => isPreferred)
      .map(({ title }) => title);
    assert.deepEqual(titles.sort(), [
      'Change to ascend-910c-deepseek-v3',
      'Change to deepseek-v3',
      'Rename to batchSize',
    ]);
  });
});
