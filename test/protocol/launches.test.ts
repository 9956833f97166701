// Also tests: language-server/providers/launch-hover
import assert from 'node:assert/strict';
import type {
  CodeAction,
  CodeLens,
  CompletionList,
  DocumentSymbol,
  Hover,
  InlayHint,
} from 'vscode-languageserver/node';
import { waitFor } from '../wait-for';
import { attentionLaunch, ffnLaunch, launchDeployments } from './launch-manifests';
import { traceRows } from './manifests';
import { ProtocolClient } from './protocol-client';

const configuration = 'workload: { trace: traces/chat.csv }\nlatencyProfile: ascend-910c-deepseek-v3\n';

describe('launches over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
    client.write('traces/chat.csv', traceRows(2000));
    client.write('afd-lens.config.yaml', configuration);
  });
  afterEach(() => client.stop());

  const lensesOf = (uri: string) => client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  const codes = async (uri: string) => (await client.settledDiagnostics(uri)).map(({ code }) => code);
  const place = (text: string, word: string, skip = 0) => {
    const offset = text.indexOf(word) + skip;
    const before = text.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1)!.length };
  };

  it('says of a pair what it says of the native manifest of the same numbers', async () => {
    const native = await client.open(
      'chat.afd.yaml',
      'apiVersion: afd-lens/v1\nkind: AFDDeployment\nspec:\n  attention: { workers: 8, batchSize: 256 }\n  ffn: { workers: 1 }\n  microbatches: 1\n',
    );
    const pair = await client.open('pair.yaml', launchDeployments(), 'yaml');
    const ratio = async (uri: string) =>
      (await client.settledDiagnostics(uri)).find(({ code }) => /^AFD10[1-4]$/.test(String(code)))!.message;
    assert.equal(await ratio(pair), await ratio(native));
    const title = async (uri: string) => (await lensesOf(uri))[0]!.command!.title;
    assert.equal(await title(pair), await title(native));
  });

  it('underlines the number inside JSON inside a word inside a block scalar, and says so in hint and hover', async () => {
    const text = launchDeployments();
    const uri = await client.open('pair.yaml', text, 'yaml');
    const finding = (await client.settledDiagnostics(uri)).find(({ code }) => /^AFD10[1-4]$/.test(String(code)))!;
    const start = place(text, '"num_attention_ranks": 8', '"num_attention_ranks": '.length);
    assert.deepEqual(finding.range, { start, end: { ...start, character: start.character + 1 } });
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const hints = await client.request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri }, range });
    assert.deepEqual(
      hints.map(({ position }) => position),
      [{ ...start, character: start.character + 1 }],
    );
    for (const word of ['num_attention_ranks', '256 ', 'num_ffn_ranks', '--data-parallel-size']) {
      const hover = await client.request<Hover>('textDocument/hover', {
        textDocument: { uri },
        position: place(text, word, 1),
      });
      assert.match(JSON.stringify(hover?.contents), /8A:1F is pipeline-bound/, word);
    }
    assert.equal(
      await client.request('textDocument/hover', { textDocument: { uri }, position: place(text, 'containers') }),
      null,
    );
  });

  it('explains the settings of the engine on hover', async () => {
    const text = launchDeployments();
    const uri = await client.open('pair.yaml', text, 'yaml');
    await client.settledDiagnostics(uri);
    const position = place(text, '"host"', 2);
    const hover = await client.request<Hover>('textDocument/hover', { textDocument: { uri }, position });
    assert.match(JSON.stringify(hover.contents), /\*\*host\*\*.*the node of FFN rank 0/);
    assert.deepEqual(hover.range, {
      start: { ...position, character: position.character - 1 },
      end: { ...position, character: position.character + 3 },
    });
  });

  it('changes every place that states the size, and nothing else', async () => {
    const text = launchDeployments();
    const uri = await client.open('pair.yaml', text, 'yaml');
    const finding = (await client.settledDiagnostics(uri)).find(({ code }) => /^AFD10[1-4]$/.test(String(code)))!;
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: finding.range,
      context: { diagnostics: [] },
    });
    const fixed = client.applied(actions.find(({ isPreferred }) => isPreferred)!);
    const [best] = /(\d+)A:1F/.exec(finding.message.split(':').slice(2).join(':'))!.slice(1);
    assert.equal(
      fixed,
      text
        .replaceAll('"num_attention_ranks": 8', `"num_attention_ranks": ${best}`)
        .replace('--data-parallel-size 8', `--data-parallel-size ${best}`)
        .replace('nvidia.com/gpu: 8', `nvidia.com/gpu: ${best}`),
    );
    await client.change(uri, fixed);
    assert.ok(!(await codes(uri)).some((code) => /^AFD10[1-4]$/.test(String(code))));
  });

  it('finds the other launch in another file, follows its unsaved text, and edits both in one step', async () => {
    client.write('ffn/ffn.yaml', ffnLaunch());
    const uri = await client.open('attention.yaml', attentionLaunch(), 'yaml');
    const finding = (await client.settledDiagnostics(uri)).find(({ code }) => /^AFD10[1-4]$/.test(String(code)))!;
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: finding.range,
      context: { diagnostics: [] },
    });
    const changes = actions.find(({ isPreferred }) => isPreferred)?.edit?.documentChanges;
    assert.deepEqual(
      changes?.map((change) => 'textDocument' in change && change.textDocument),
      [
        { uri, version: 1 },
        { uri: client.uri('ffn/ffn.yaml'), version: null },
      ],
    );
    const ffn = await client.open('ffn/ffn.yaml', ffnLaunch(), 'yaml');
    await client.settledDiagnostics(ffn);
    await client.change(ffn, ffnLaunch().replace('"num_attention_ranks": 8', '"num_attention_ranks": 9'));
    await waitFor('AFD404', async () => (await codes(uri)).includes('AFD404'));
  });

  it('speaks of the ratio in the file of the attention launch alone', async () => {
    client.write('attention.yaml', attentionLaunch());
    const uri = await client.open('ffn.yaml', ffnLaunch(), 'yaml');
    assert.ok(!(await codes(uri)).some((code) => !String(code).startsWith('AFD4')));
    assert.match((await lensesOf(uri))[0]!.command!.title, /^8A:1F · pipeline-bound · /);
  });

  it('takes trace, profile and numbers from a comment, with links and hovers of their own', async () => {
    const text = `# afd-lens: trace=../traces/chat.csv profile=ascend-910c-deepseek-v3 kv-tokens=500k request-rate=2\n${launchDeployments()}`;
    client.write('alone/afd-lens.config.yaml', '{}\n');
    const uri = await client.open('alone/pair.yaml', text, 'yaml');
    await client.settledDiagnostics(uri);
    assert.match((await lensesOf(uri))[0]!.command!.title, /^8A:1F · pipeline-bound · /);
    const links = await client.request<{ target: string }[]>('textDocument/documentLink', { textDocument: { uri } });
    assert.deepEqual(
      links.map(({ target }) => target.split('/').at(-1)),
      ['chat.csv', 'ascend-910c-deepseek-v3.yaml'],
    );
    for (const [word, said] of [
      ['traces/chat', /theta/],
      ['500k', /Offered load unknown.*It takes a latency profile in seconds/],
      ['rate=2', /Offered load unknown.*It takes a latency profile in seconds/],
    ] as const) {
      const position = place(text, word);
      const hover = await client.request<Hover>('textDocument/hover', { textDocument: { uri }, position });
      assert.match(JSON.stringify(hover.contents), said);
    }
  });

  it('doubts the profile of another model only where the launch names one that is known', async () => {
    const served = async (name: string, model: string) => {
      const text = launchDeployments().replaceAll('deepseek-ai/DeepSeek-V3', model);
      return (await codes(await client.open(name, text, 'yaml'))).includes('AFD310');
    };
    assert.equal(await served('known.yaml', 'Qwen/Qwen3-30B-A3B'), true);
    assert.equal(await served('folder.yaml', '/models/snapshots/0f3a'), false);
    assert.equal(await served('same.yaml', '/models/deepseek-v3'), false);
  });

  it('keeps its lenses while the YAML is broken for a moment', async () => {
    const text = launchDeployments();
    const uri = await client.open('pair.yaml', text, 'yaml');
    await client.settledDiagnostics(uri);
    const before = (await lensesOf(uri)).map(({ command }) => command?.title);
    await client.change(uri, text.replace('spec:\n  replicas', 'spec: [\n  replicas'));
    assert.deepEqual(
      (await lensesOf(uri)).map(({ command }) => command?.title),
      before,
    );
  });

  it('leaves words, outline and the rest of YAML to others', async () => {
    const text = launchDeployments();
    const uri = await client.open('pair.yaml', text, 'yaml');
    await client.settledDiagnostics(uri);
    const position = place(text, 'replicas');
    const { items } = await client.request<CompletionList>('textDocument/completion', {
      textDocument: { uri },
      position,
    });
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
    assert.deepEqual([items, symbols], [[], []]);
  });

  it('says nothing about YAML and scripts without such a launch, and begins and ends with what is typed', async () => {
    const plain = launchDeployments().replaceAll('"afd"', '"other"');
    const uri = await client.open('pair.yaml', plain.replaceAll(/num_(?:attention|ffn)_ranks/g, 'x'), 'yaml');
    const script = await client.open('serve.sh', 'vllm serve m --max-num-seqs 8\n', 'shellscript');
    assert.deepEqual([await client.diagnostics(uri), await client.diagnostics(script)], [[], []]);
    assert.deepEqual([await lensesOf(uri), await lensesOf(script)], [[], []]);
    await client.change(uri, launchDeployments());
    assert.ok((await codes(uri)).length > 0);
    await client.change(uri, 'a: 1\n');
    assert.deepEqual(await client.diagnostics(uri), []);
  });
});
