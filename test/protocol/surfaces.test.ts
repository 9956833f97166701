// Also tests: language-server/providers/code-lens, language-server/providers/completion,
//   language-server/providers/definition, language-server/providers/document-symbol,
//   language-server/providers/path-items
import assert from 'node:assert/strict';
import type {
  CodeLens,
  CompletionList,
  DocumentLink,
  DocumentSymbol,
  InlayHint,
  Location,
  TextEdit,
} from 'vscode-languageserver/node';
import { positionOf, withCursor } from './cursor';
import { manifest, traceRows } from './manifests';
import { ProtocolClient } from './protocol-client';

const wholeFile = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

describe('lenses, hints, completion and navigation over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
    client.write('traces/chat.csv', traceRows(2000));
  });
  afterEach(() => client.stop());
  const lensesOf = (uri: string) => client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  const hintsOf = (uri: string, range = wholeFile) =>
    client.request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri }, range });

  it('shows two resolved lenses per deployment', async () => {
    const uri = await client.open(
      'chat.afd.yaml',
      `${manifest()}---\n${manifest({ attention: '{ workers: 9, batchSize: 256 }' })}`,
    );
    await client.settledDiagnostics(uri);
    const lenses = await lensesOf(uri);
    assert.deepEqual(
      lenses.map(({ command }) => command!.command),
      ['afdLens.explain', 'afdLens.showSweep', 'afdLens.explain', 'afdLens.showSweep'],
    );
    assert.match(
      lenses[0]!.command!.title,
      /^4A:1F · attention-bound · 0\.\d+ tok\/cycle per worker · optimum \d+A:1F$/,
    );
    assert.deepEqual(lenses[0]!.command!.arguments, [uri, 0]);
    assert.deepEqual(
      lenses.map(({ range }) => range.start.line),
      [0, 0, 11, 11],
    );
  });

  it('keeps the lenses in number and line at every keystroke, however broken the text', async () => {
    const text = `${manifest()}---\n${manifest()}`;
    const uri = await client.open('chat.afd.yaml', text);
    await client.settledDiagnostics(uri);
    const before = (await lensesOf(uri)).map(({ range }) => range.start.line);
    const at = text.indexOf('microbatches');
    for (const typed of ['[', '{', '  bad: [1,', '"', '- :', 'slo: {', '\t', '}']) {
      await client.change(uri, text.slice(0, at) + typed + text.slice(at));
      assert.deepEqual(
        (await lensesOf(uri)).map(({ range }) => range.start.line),
        before,
        typed,
      );
    }
  });

  it('shows a short hint behind the ratio scalar, only in the asked range', async () => {
    const uri = await client.open('chat.afd.yaml', manifest());
    await client.settledDiagnostics(uri);
    const [hint, ...rest] = await hintsOf(uri);
    assert.match(String(hint?.label), /^optimum \d+A:1F$/);
    assert.deepEqual(hint?.position, { line: 7, character: 25 });
    assert.ok(String(hint?.label).length < 25);
    assert.deepEqual(rest, []);
    assert.deepEqual(await hintsOf(uri, { start: { line: 0, character: 0 }, end: { line: 6, character: 0 } }), []);
  });

  it('ends the lens and fills the hint with the same words, also where an objective is missed', async () => {
    client.write(
      'slow.yaml',
      'apiVersion: afd-lens/v1\nkind: LatencyProfile\ntimeUnit: ms\ncalibration: measured\nattention: { alpha: 0.00165, beta: 50 }\nffn: { alpha: 0.083, beta: 100 }\ncommunication: { alpha: 0.022, beta: 20 }\n',
    );
    for (const [spec, words] of [
      [{ attention: '{ workers: 9, batchSize: 256 }' }, 'optimal'],
      [{ latencyProfile: './slow.yaml', slo: '{ tpot: 1ms }' }, 'over the TPOT objective'],
    ] as const) {
      const uri = await client.open('chat.afd.yaml', manifest(spec));
      await client.settledDiagnostics(uri);
      assert.deepEqual(
        (await hintsOf(uri)).map(({ label }) => label),
        [words],
      );
      assert.ok((await lensesOf(uri))[0]!.command!.title.endsWith(` · ${words}`));
      await client.close(uri);
    }
  });

  it('switches lens and hint off by their own settings', async () => {
    client.settings = { codeLens: { enable: false }, inlayHints: { enable: true } };
    const read = client.nextRefresh();
    const uri = await client.open('chat.afd.yaml', manifest());
    assert.deepEqual(await lensesOf(uri), []);
    await read;
    assert.equal((await hintsOf(uri)).length, 1);
    client.settings = { codeLens: { enable: true }, inlayHints: { enable: false } };
    const refreshed = client.nextRefresh();
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await refreshed;
    assert.equal((await lensesOf(uri)).length, 2);
    assert.deepEqual(await hintsOf(uri), []);
  });

  for (const [what, marked, some, none] of [
    [
      'keys of the spec',
      manifest().replace('  microbatches: 3', '  micro|'),
      ['microbatches', 'slo'],
      ['model', 'attention'],
    ],
    ['keys in a flow map', manifest({ ffn: '{ wor| }' }), ['workers', 'expertParallel'], ['batchSize']],
    ['profile ids', manifest({ latencyProfile: '|' }), ['ascend-910c-deepseek-v3'], []],
    ['model ids', manifest({ model: 'deep|' }), ['deepseek-v3'], []],
    ['trace paths', manifest({ workload: '{ trace: traces/| }' }), ['traces/chat.csv'], ['traces/notes.txt']],
    ['traces in folders', manifest({ workload: '{ trace: | }' }), ['traces/chat.csv', 'traces/'], ['p.yaml']],
    ['profile files', manifest({ latencyProfile: './|' }), ['./p.yaml'], ['./other.yaml', './traces/chat.csv']],
    ['units', manifest({ slo: '{ tpot: 40| }' }), ['40ms', '40us'], ['50ms']],
    ['allowed values', 'apiVersion: afd-lens/v1\nkind: LatencyProfile\ntimeUnit: |\n', ['ms', 'cycle'], []],
    ['devices, with files', manifest({ device: '|' }), ['h800', 'ascend-910c', 'gpu.yaml'], ['p.yaml', 'deepseek-v3']],
    ['the device of a pool', manifest({ ffn: '{ workers: 1, device: | }' }), ['h20', 'gpu.yaml'], ['other.yaml']],
    ['the device of the other', manifest({ attention: '{ workers: 1, device: h| }' }), ['h20', 'h800'], ['other.yaml']],
    ['model files', manifest({ model: '|' }), ['kimi-k2', 'own/config.json', 'own.yaml'], ['p.yaml', 'gpu.yaml']],
    ['keys of a device', 'apiVersion: afd-lens/v1\nkind: Device\nmem|\n', ['memoryGB', 'scaleUpGBps'], ['spec']],
    ['precisions of a device', 'apiVersion: afd-lens/v1\nkind: Device\ndenseTflops: { f| }\n', ['fp8', 'bf16'], []],
    ['keys of a model', 'apiVersion: afd-lens/v1\nkind: Model\nco|\n', ['config', 'sources'], ['spec']],
  ] as const) {
    it(`completes ${what}`, async () => {
      client.write('traces/notes.txt', '');
      client.write('p.yaml', 'apiVersion: afd-lens/v1\nkind: LatencyProfile\n');
      client.write('other.yaml', 'kind: Deployment\n');
      client.write('gpu.yaml', 'apiVersion: afd-lens/v1\nkind: Device\n');
      client.write('own/config.json', '{ "model_type": "llama" }\n');
      client.write('own.yaml', 'apiVersion: afd-lens/v1\nkind: Model\n');
      const { text, position } = withCursor(marked);
      const uri = await client.open('chat.afd.yaml', text);
      const { items } = await client.request<CompletionList>('textDocument/completion', {
        textDocument: { uri },
        position,
      });
      const labels = items.map(({ label }) => label);
      for (const label of some) assert.ok(labels.includes(label), `${label} in ${labels}`);
      for (const label of none) assert.ok(!labels.includes(label), `${label} not in ${labels}`);
      for (const { textEdit } of items) assert.deepEqual((textEdit as TextEdit).range.end, position);
    });
  }

  it('says of a device in completion what its data sheet says', async () => {
    const { text, position } = withCursor(manifest({ device: 'h8|' }));
    const uri = await client.open('chat.afd.yaml', text);
    const at = { textDocument: { uri }, position };
    const { items } = await client.request<CompletionList>('textDocument/completion', at);
    assert.equal(items.find(({ label }) => label === 'h800')?.detail, '80 GB, 3.35 TB/s, 989 TFLOP/s in bf16');
  });

  it('offers nothing for a value that is complete, so that Enter starts the next line', async () => {
    const { text, position } = withCursor('apiVersion: afd-lens/v1\nkind: AFDDeployment|\n');
    const uri = await client.open('chat.afd.yaml', text);
    const { items } = await client.request<CompletionList>('textDocument/completion', {
      textDocument: { uri },
      position,
    });
    assert.deepEqual(items, []);
  });

  it('goes from the trace, the profile and an alias to where each is defined', async () => {
    const text = `x-pool: &pool { workers: 4, batchSize: 256 }\n${manifest({ attention: '*pool' })}`;
    const uri = await client.open('chat.afd.yaml', text);
    const targetOf = (word: string) =>
      client.request<Location | null>('textDocument/definition', {
        textDocument: { uri },
        position: positionOf(text, word, 2),
      });
    assert.equal((await targetOf('traces/chat'))?.uri, client.uri('traces/chat.csv'));
    assert.match((await targetOf('ascend-910c'))!.uri, /dist\/latency-profiles\/ascend-910c-deepseek-v3\.yaml$/);
    assert.deepEqual((await targetOf('*pool'))?.range.start, { line: 0, character: 14 });
    assert.equal(await targetOf('kind'), null);
  });

  it('goes to devices and models, be they files or entries of the catalogue', async () => {
    const text = manifest({ attention: '{ workers: 4, device: ./gpu.yaml }', ffn: '{ workers: 1, device: H20 }' });
    const uri = await client.open('chat.afd.yaml', text);
    const at = (word: string) => ({ textDocument: { uri }, position: positionOf(text, word, 2) });
    const targetOf = async (word: string) => (await client.request<Location>('textDocument/definition', at(word))).uri;
    assert.equal(await targetOf('./gpu'), client.uri('gpu.yaml'));
    assert.match(await targetOf('H20'), /dist\/devices\/h20\.yaml$/);
    assert.match(await targetOf('deepseek-v3'), /dist\/models\/deepseek-v3\.yaml$/);
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri } });
    for (const target of [/gpu\.yaml$/, /dist\/devices\/h20\.yaml$/, /dist\/models\/deepseek-v3\.yaml$/])
      assert.ok(
        links.some((link) => target.test(link.target!)),
        `${target}`,
      );
  });

  it('links the referenced files and outlines the document', async () => {
    const uri = await client.open('chat.afd.yaml', manifest());
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri } });
    assert.deepEqual(
      links.map(({ target }) => target?.split('/').at(-1)),
      ['chat.csv', 'ascend-910c-deepseek-v3.yaml'],
    );
    const [outline] = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
    assert.equal(outline?.name, 'chat');
    assert.deepEqual(
      outline?.children?.map(({ name }) => name),
      ['apiVersion', 'kind', 'metadata', 'spec'],
    );
  });

  it('explains a deployment on command', async () => {
    const uri = await client.open('chat.afd.yaml', manifest());
    await client.settledDiagnostics(uri);
    const result = await client.request<{ title: string; markdown: string }>('workspace/executeCommand', {
      command: 'afdLens.server.explain',
      arguments: [uri, 0],
    });
    assert.equal(result.title, 'chat');
    assert.match(result.markdown, /^# `chat`\n\n\*\*4A:1F is attention-bound\*\*/);
  });
});
