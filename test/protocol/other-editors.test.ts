// Also tests: language-server/client-abilities
import assert from 'node:assert/strict';
import type {
  ClientCapabilities,
  CodeAction,
  CodeLens,
  CompletionList,
  Diagnostic,
  Hover,
  InlayHint,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { waitFor } from '../wait-for';
import { positionOf } from './cursor';
import { manifest, traceRows } from './manifests';
import { fullCapabilities, ProtocolClient } from './protocol-client';

const statistics = '{ statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }';
const misSized = manifest({ workload: statistics });
const wellSized = manifest({ workload: statistics, attention: '{ workers: 10, batchSize: 256 }' });
const foreign = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspce: {}\n';

describe('a client that can do nothing but the least of LSP', () => {
  let client: ProtocolClient;
  const begin = async (options?: unknown, capabilities: ClientCapabilities = {}): Promise<void> => {
    client = await ProtocolClient.start(capabilities, {}, {}, options ?? null);
  };
  afterEach(() => client.stop());

  /** Codes of what is shown for a document: of the last publication. */
  const shown = (uri: string): readonly unknown[] | undefined =>
    client.published.findLast((each) => each.uri === uri)?.diagnostics.map(({ code }) => code);
  const shows = (uri: string, ...codes: string[]) =>
    waitFor(
      `[${codes.join(', ')}]`,
      () => JSON.stringify(shown(uri)) === JSON.stringify(codes),
      () => `; there are [${shown(uri)}]`,
    );

  it('learns who answers it, and is offered no pull', async () => {
    await begin();
    assert.equal(client.initialized.serverInfo?.name, 'AFD Lens');
    assert.match(client.initialized.serverInfo?.version ?? '', /^\d+\.\d+\.\d+/);
    assert.equal(client.initialized.capabilities.diagnosticProvider, undefined);
  });

  it('is sent diagnostics, again when the trace is read, and asked for nothing', async () => {
    await begin();
    const asked: string[] = [];
    for (const method of [
      'workspace/configuration',
      'workspace/codeLens/refresh',
      'workspace/inlayHint/refresh',
      'window/workDoneProgress/create',
    ]) {
      client.connection.onRequest(method, () => asked.push(method));
    }
    client.connection.onUnhandledNotification(({ method }) => asked.push(method));
    client.write('traces/chat.csv', traceRows(2000));
    const uri = await client.open('chat.afd.yaml', manifest(), 'yaml');
    await shows(uri, 'AFD101');
    await client.change(uri, manifest({ attention: '{ workers: 9, batchSize: 256 }' }));
    await shows(uri);
    assert.deepEqual([client.refreshes, client.registrations, asked], [0, [], []]);
  });

  it('gets a fix whose edit names no version', async () => {
    await begin();
    const uri = await client.open('chat.afd.yaml', misSized, 'yaml');
    await shows(uri, 'AFD101');
    const { range } = client.published.at(-1)!.diagnostics[0] as Diagnostic;
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    const { edit } = actions.find(({ isPreferred }) => isPreferred)!;
    assert.equal(edit?.documentChanges, undefined);
    assert.equal(
      TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, misSized), edit!.changes![uri]!),
      wellSized,
    );
  });

  it('gets the summary as a lens that calls nothing', async () => {
    await begin();
    const uri = await client.open('chat.afd.yaml', misSized, 'yaml');
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    assert.deepEqual(
      lenses.map(({ command }) => command?.command),
      [''],
    );
    assert.match(lenses[0]!.command!.title, /^4A:1F · attention-bound · /);
  });

  it('gets lens and hint when the trace is read, since it cannot be asked to come again', async () => {
    await begin();
    client.write('traces/chat.csv', traceRows(2000));
    const uri = await client.open('chat.afd.yaml', manifest(), 'yaml');
    const textDocument = { uri };
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const [lenses, hints] = await Promise.all([
      client.request<CodeLens[]>('textDocument/codeLens', { textDocument }),
      client.request<InlayHint[]>('textDocument/inlayHint', { textDocument, range }),
    ]);
    assert.match(lenses[0]!.command!.title, /optimum \d+A:1F$/);
    assert.match(String(hints[0]?.label), /^optimum \d+A:1F$/);
  });

  for (const [format, kind, bold] of [
    [undefined, 'markdown', true],
    [['markdown', 'plaintext'], 'markdown', true],
    [['plaintext'], 'plaintext', false],
  ] as const) {
    it(`hovers in ${kind} where the client takes ${format ?? 'what comes'}`, async () => {
      await begin(undefined, { textDocument: { hover: format ? { contentFormat: [...format] } : {} } });
      const uri = await client.open('chat.afd.yaml', misSized, 'yaml');
      for (const [word, first] of [
        ['workers', '4A:1F is attention-bound'],
        ['model', 'model'],
      ] as const) {
        const hover = await client.request<Hover>('textDocument/hover', {
          textDocument: { uri },
          position: positionOf(misSized, word, 1),
        });
        const { kind: found, value } = hover.contents as { kind: string; value: string };
        assert.equal(found, kind);
        assert.ok(value.startsWith(bold ? `**${first}**` : first), value);
        if (!bold) assert.doesNotMatch(value, /\*\*|\| :?---/);
      }
    });
  }

  for (const [shape, options] of [
    ['the section', { rules: { AFD101: 'error' } }],
    ['its key', { afdLens: { rules: { AFD101: 'error' } } }],
  ] as const) {
    it(`sets severities at the start by ${shape}, and later by a notification`, async () => {
      await begin(options);
      const uri = await client.open('chat.afd.yaml', misSized, 'yaml');
      await shows(uri, 'AFD101');
      assert.equal(client.published.at(-1)!.diagnostics[0]!.severity, 1);
      const configure = (settings: unknown) =>
        client.connection.sendNotification('workspace/didChangeConfiguration', { settings });
      await configure({ afdLens: { rules: { AFD101: 'off' } } });
      await shows(uri);
      await configure({ another: {} });
      await shows(uri, 'AFD101');
      assert.equal(client.published.at(-1)!.diagnostics[0]!.severity, 1);
    });
  }

  it('may answer requests for settings, and with nothing keeps those of the start', async () => {
    client = await ProtocolClient.start({ workspace: { configuration: true } }, null, {}, { rules: { AFD101: 'off' } });
    const uri = await client.open('chat.afd.yaml', misSized, 'yaml');
    await shows(uri);
    client.settings = { rules: { AFD101: 'hint' } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await shows(uri, 'AFD101');
    assert.equal(client.published.at(-1)!.diagnostics[0]!.severity, 4);
  });

  it('never sees findings that its settings take away', async () => {
    client = await ProtocolClient.start({ workspace: { configuration: true } }, { rules: { AFD101: 'off' } }, {}, null);
    const uri = await client.open('chat.afd.yaml', misSized, 'yaml');
    await waitFor('diagnostics', () => client.published.length > 0);
    assert.deepEqual(shown(uri), []);
    assert.equal(client.published.length, 1);
  });

  it('follows plain YAML while its text declares it ours', async () => {
    await begin();
    const uri = await client.open('decode.yaml', 'apiVersion: v1\nkind: ConfigMap\n', 'yaml');
    const hover = (text: string) =>
      client.request<Hover | null>('textDocument/hover', { textDocument: { uri }, position: positionOf(text, 'kind') });
    assert.equal(await hover('apiVersion: v1\nkind'), null);
    assert.equal(shown(uri), undefined);
    await client.change(uri, misSized);
    await shows(uri, 'AFD101');
    assert.ok(await hover(misSized));
    await client.change(uri, misSized.replace('afd-lens/v1', 'example/v1'));
    await shows(uri);
    assert.equal(await hover(misSized), null);
    await client.change(uri, misSized);
    await shows(uri, 'AFD101');
    await client.close(uri);
    await shows(uri);
  });

  it('says nothing about the documents of others in the same file', async () => {
    await begin();
    const text = `${foreign}---\n${misSized}---\n${foreign}`;
    const uri = await client.open('all.yaml', text, 'yaml');
    await shows(uri, 'AFD101');
    const at = (word: string, inside: number) => ({ textDocument: { uri }, position: positionOf(text, word, inside) });
    assert.equal(await client.request('textDocument/hover', at('spce', 1)), null);
    const { items } = await client.request<CompletionList>('textDocument/completion', at('spce', 2));
    assert.deepEqual(items, []);
    const symbols = await client.request<{ name: string }[]>('textDocument/documentSymbol', { textDocument: { uri } });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['chat'],
    );
  });
});

describe('a client that pulls diagnostics and cannot be asked to pull again', () => {
  it('is sent them, since a trace that is read later would never show', async () => {
    const { diagnostics: _, ...workspace } = fullCapabilities.workspace!;
    const client = await ProtocolClient.start({ ...fullCapabilities, workspace });
    assert.equal(client.initialized.capabilities.diagnosticProvider, undefined);
    client.write('traces/chat.csv', traceRows(2000));
    await client.open('chat.afd.yaml', manifest());
    await waitFor('AFD101', () => client.published.at(-1)?.diagnostics[0]?.code === 'AFD101');
    await client.stop();
  });
});
