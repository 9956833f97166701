import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type {
  CodeAction,
  CodeLens,
  CompletionList,
  Diagnostic,
  DocumentLink,
  Hover,
  Location,
} from 'vscode-languageserver/node';
import { waitFor } from '../wait-for';
import { positionOf } from './cursor';
import { manifest, traceRows } from './manifests';
import { bare, given, ownTrace, profile } from './plain-manifest';
import { ProtocolClient } from './protocol-client';

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

const everywhere = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

describe('a project configuration over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
    client.write('traces/chat.csv', traceRows(2000));
  });
  afterEach(() => client.stop());

  const configure = (text: string, path = 'deploy/afd-lens.config.yaml') => client.write(path, text);
  const open = (text = bare(), path = 'deploy/prod/chat.afd.yaml') => client.open(path, text);
  const lensOf = async (uri: string) => {
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    return lenses[0]!.command!.title;
  };
  const hoverOf = async (uri: string, text: string, word: string) => {
    const hover = await client.request<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position: positionOf(text, word, 1),
    });
    return hover ? (hover.contents as { value: string }).value : '';
  };
  const actionsOf = (uri: string) =>
    client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: everywhere,
      context: { diagnostics: [] },
    });
  const seenAfter = async (uri: string, change: () => unknown) => {
    const refreshed = client.nextRefresh();
    await change();
    await refreshed;
    return client.settledDiagnostics(uri);
  };

  it('gives a plain manifest its trace and profile: lens, hover and findings as if it wrote them', async () => {
    configure(given);
    const uri = await open();
    const written = await open(manifest({ workload: '{ trace: ../../traces/chat.csv }' }), 'deploy/prod/own.afd.yaml');
    const [plain, own] = [await client.settledDiagnostics(uri), await client.settledDiagnostics(written)];
    assert.deepEqual(codes(plain), ['AFD101']);
    assert.deepEqual(
      plain.map(({ message }) => message),
      own.map(({ message }) => message),
    );
    assert.equal(await lensOf(uri), await lensOf(written));
    const hover = await hoverOf(uri, bare(), 'workers: 4');
    assert.match(hover, /from `\.\.\/\.\.\/traces\/chat\.csv` \(.*\), set in `afd-lens\.config\.yaml`/);
    const [action] = await actionsOf(uri);
    assert.match(client.applied(action!), /workers: (?!4)\d+, batchSize: 256/);
  });

  it('confines references, and offers no path that it would refuse', async () => {
    configure('allowedRoots: [.]\n');
    client.write('deploy/prod/own.csv', traceRows(2000));
    const text = manifest({ workload: '{ trace: ../../traces/chat.csv }' });
    const uri = await open(text);
    const confined = (await client.settledDiagnostics(uri)).find(({ code }) => code === 'AFD305');
    assert.match(confined?.message ?? '', /chat\.csv` is not read: .* to `\.` by `allowedRoots` in `afd-lens\.config/);
    const offered = async (typed: string) => {
      const changed = text.replace('../../traces/chat.csv', typed);
      await client.change(uri, changed);
      const position = positionOf(changed, `trace: ${typed}`, `trace: ${typed}`.length);
      const { items } = await client.request<CompletionList>('textDocument/completion', {
        textDocument: { uri },
        position,
      });
      return items.map(({ label }) => label);
    };
    assert.deepEqual([await offered('../../traces/'), await offered('./')], [[], ['./own.csv']]);
    await client.change(uri, text);
    await client.settledDiagnostics(uri);
    configure('allowedRoots: [., ../traces]\n');
    await waitFor('the trace to be allowed', async () =>
      codes(await client.settledDiagnostics(uri)).includes('AFD101'),
    );
  });

  it('takes what the manifest writes itself, and gives the rest', async () => {
    configure(`${given.replace('chat', 'none')}`);
    const uri = await open(bare(ownTrace));
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD101']);
  });

  it('has overrides for some of the files', async () => {
    client.write('traces/short.csv', traceRows(2000, 100, 250));
    configure(`${given}overrides:
  - files: ["prod/**"]
    workload: { trace: ../traces/short.csv }
    rules: { AFD103: error }
    thresholds: { minTraceRequests: 3000 }
`);
    const [prod, staging] = [await open(), await open(bare(), 'deploy/staging/chat.afd.yaml')];
    const found = await client.settledDiagnostics(prod);
    assert.deepEqual(codes(found), ['AFD201']);
    assert.match(found[0]!.message, /^The trace \(from `afd-lens\.config\.yaml, overrides\[0\]`\) has 2,000/);
    assert.deepEqual(codes(await client.settledDiagnostics(staging)), ['AFD101']);
  });

  it('counts at once when it changes on disk, goes, and comes back', async () => {
    const path = configure(given);
    const uri = await open();
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD101']);
    await client.watching();
    const severe = await seenAfter(uri, () => configure(`${given}rules: { AFD101: error }\n`));
    assert.deepEqual(
      severe.map(({ code, severity }) => [code, severity]),
      [['AFD101', 1]],
    );
    assert.deepEqual(codes(await seenAfter(uri, () => rmSync(path))), ['AFD111', 'AFD111']);
    assert.deepEqual(codes(await seenAfter(uri, () => configure(given))), ['AFD101']);
  });

  it('counts when one appears nearer, also in a folder above that had none, and goes again', async () => {
    const uri = await open(bare(ownTrace));
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD111']);
    await client.watching();
    const above = () => configure(profile, 'afd-lens.config.yml');
    assert.deepEqual(codes(await seenAfter(uri, above)), ['AFD101']);
    const near = () => configure(`${profile}rules: { AFD101: off }\n`, 'deploy/prod/afd-lens.config.yaml');
    assert.deepEqual(codes(await seenAfter(uri, near)), []);
    const back = () => rmSync(join(client.folder, 'deploy/prod/afd-lens.config.yaml'));
    assert.deepEqual(codes(await seenAfter(uri, back)), ['AFD101']);
  });

  it('counts with its unsaved text, keeps counting while that is broken, and falls back when it is closed', async () => {
    configure(given);
    const uri = await open();
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD101']);
    for (const language of ['afd-deployment', 'yaml']) {
      const configuration = await client.open('deploy/afd-lens.config.yaml', given, language);
      const off = `${given}rules: { AFD101: off }\n`;
      assert.deepEqual(codes(await seenAfter(uri, () => client.change(configuration, off))), []);
      assert.deepEqual(codes(await seenAfter(uri, () => client.change(configuration, `${off}rules: [`))), [
        'AFD311',
        'AFD101',
      ]);
      assert.deepEqual(codes(await seenAfter(uri, () => client.change(configuration, off))), []);
      assert.deepEqual(codes(await seenAfter(uri, () => client.close(configuration))), ['AFD101']);
    }
  });

  it('is asked for where an editor takes it for plain YAML', async () => {
    configure(given);
    await open();
    await client.watching();
    const selectors = client.registrations.flatMap(
      ({ registerOptions }) =>
        (registerOptions as { documentSelector?: Record<string, string>[] }).documentSelector ?? [],
    );
    const languages = selectors.filter(({ pattern }) => pattern?.endsWith('/deploy/afd-lens.config.yaml'));
    assert.ok(languages.some(({ language }) => language === 'yaml'));
  });

  it('counts with a text that the editor brings back unsaved', async () => {
    configure(given);
    const uri = await open();
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD101']);
    const restored = () => client.open('deploy/afd-lens.config.yaml', `${given}rules: { AFD101: off }\n`);
    assert.deepEqual(codes(await seenAfter(uri, restored)), []);
  });

  it('counts as it is on disk once an edit is taken back, though it stays open', async () => {
    const path = configure(given);
    const uri = await open();
    await client.settledDiagnostics(uri);
    await client.watching();
    const configuration = await client.open('deploy/afd-lens.config.yaml', given);
    const off = `${given}rules: { AFD101: off }\n`;
    assert.deepEqual(codes(await seenAfter(uri, () => client.change(configuration, off))), []);
    assert.deepEqual(codes(await seenAfter(uri, () => client.change(configuration, given))), ['AFD101']);
    assert.deepEqual(codes(await seenAfter(uri, () => rmSync(path))), ['AFD111', 'AFD111']);
  });

  it('is read again when it changed while nothing was open', async () => {
    configure(given);
    const uri = await open();
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD101']);
    await client.watching();
    await client.close(uri);
    await waitFor(
      'the referenced files not to be followed any more',
      () => !client.registrations.some(({ method }) => method === 'textDocument/didOpen'),
    );
    configure(`${given}rules: { AFD101: off }\n`);
    await open();
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), []);
  });

  it('says in manifests what is wrong with it, and applies the rest', async () => {
    configure(`${given}rules: { AFD101: fatal, AFD110: off }\nthresholds: { minTraceRequests: 3000 }\n`);
    const uri = await open();
    const found = await client.settledDiagnostics(uri);
    assert.deepEqual(codes(found), ['AFD311', 'AFD201', 'AFD101']);
    assert.match(found[0]!.message, /^`afd-lens\.config\.yaml:3` is not applied: `AFD101` is the text `fatal`/);
    const text = bare();
    assert.deepEqual(found[0]!.range.start, positionOf(text, 'apiVersion'));
    assert.deepEqual(found[1]!.range.start, positionOf(text, 'spec'));
  });

  it('wins over the client’s settings, which count where it says nothing', async () => {
    client.settings = { minGainPercent: 90, rules: { AFD101: 'error', AFD201: 'warning' } };
    configure(`${given}thresholds: { minGainPercent: 1, minTraceRequests: 3000 }\nrules: { AFD101: hint }\n`);
    const uri = await open();
    const found = (await client.settledDiagnostics(uri)).map(({ code, severity }) => [code, severity]);
    assert.deepEqual(Object.fromEntries(found), { AFD201: 2, AFD101: 4 });
  });

  it('drops settings that were overtaken on their way', async () => {
    configure(given);
    let answerLate!: (settings: readonly unknown[]) => void;
    let asked = 0;
    client.connection.onRequest('workspace/configuration', () => {
      asked += 1;
      if (asked > 1) return [{ rules: { AFD101: 'off' } }];
      return new Promise((resolve) => {
        answerLate = resolve;
      });
    });
    const uri = await open();
    await waitFor('the server to ask for the settings', () => asked === 1);
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), []);
    answerLate([{}]);
    await client.request('textDocument/codeLens', { textDocument: { uri } });
    assert.deepEqual(codes(await client.diagnostics(uri)), []);
  });

  it('counts also where the client refuses to tell its settings', async () => {
    configure(given);
    client.connection.onRequest('workspace/configuration', () => {
      throw new Error('not now');
    });
    const uri = await open();
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD101']);
    assert.match(client.logged.join('\n'), /not now/);
  });

  it('offers nothing at the key where a given value would stand, and edits only what is written', async () => {
    configure(given.replace('v3', 'v'));
    const text = bare();
    const uri = await open(text);
    const found = await client.settledDiagnostics(uri);
    assert.deepEqual(
      found.map(({ code, message }) => [code, message]),
      [
        [
          'AFD304',
          'Unknown latency profile `ascend-910c-deepseek-v` (from `afd-lens.config.yaml`); did you mean `ascend-910c-deepseek-v3`?',
        ],
      ],
    );
    assert.deepEqual(await actionsOf(uri), []);
    await seenAfter(uri, async () => {
      await client.watching();
      configure(given);
    });
    const at = { textDocument: { uri }, position: positionOf(text, 'spec', 1) };
    assert.equal(await client.request<Location | null>('textDocument/definition', at), null);
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri } });
    assert.deepEqual(links, []);
    const sweepEdit = (wanted: object) =>
      client.request<{ edits: { range: unknown; newText: string }[]; message?: string }>('workspace/executeCommand', {
        command: 'afdLens.server.sweepEdit',
        arguments: [uri, 0, wanted],
      });
    const { edits } = await sweepEdit({ attention: 9, profile: 'other.yaml' });
    assert.deepEqual(edits.map(({ newText }) => newText).sort(), ['\n  latencyProfile: other.yaml', '9']);
    const same = await sweepEdit({ attention: 4, profile: 'ascend-910c-deepseek-v3' });
    assert.deepEqual(same.edits, []);
    assert.match(same.message!, /has these values already/);
  });

  it('counts for agents that ask about a file no editor shows, as it is now', async () => {
    const path = client.write('deploy/prod/chat.afd.yaml', bare());
    const ask = async () => {
      const { text } = await client.request<{ text: string }>('workspace/executeCommand', {
        command: 'afdLens.server.tool',
        arguments: ['analyze_afd_ratio', { path }, [client.uri('.')]],
      });
      return text;
    };
    configure(given);
    assert.match(await ask(), /AFD101/);
    configure(`${given}rules: { AFD101: off }\n`);
    assert.doesNotMatch(await ask(), /AFD101/);
    await client.open('deploy/prod/chat.afd.yaml', bare());
    configure(given);
    assert.match(await ask(), /AFD101/);
  });
});
