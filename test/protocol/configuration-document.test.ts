import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type {
  CodeAction,
  CodeLens,
  CompletionList,
  Diagnostic,
  DocumentLink,
  Hover,
  Location,
  TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ruleCodes } from '../../server/src/rules/catalogue';
import { waitFor } from '../wait-for';
import { positionOf, withCursor } from './cursor';
import { traceRows } from './manifests';
import { fullCapabilities, ProtocolClient } from './protocol-client';

const name = 'afd-lens.config.yaml';

describe('the document of a configuration over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
    client.write('deploy/traces/chat.csv', traceRows(2000));
    client.write('deploy/p.yaml', 'apiVersion: afd-lens/v1\nkind: LatencyProfile\n');
  });
  afterEach(() => client.stop());

  const open = (text: string) => client.open(`deploy/${name}`, text);
  /** The findings once that many say that a file is not there: a configuration has no lens that says it is being read. */
  const withMissing = async (uri: string, count: number) => {
    for (;;) {
      const refreshed = client.nextRefresh();
      const found = await client.diagnostics(uri);
      if (found.filter(({ code }) => code === 'AFD305').length === count) return found;
      await refreshed;
    }
  };
  const said = (text: string, found: readonly Diagnostic[]) => {
    const document = TextDocument.create('memory:', 'yaml', 1, text);
    return found.map(({ code, range, severity, message }) => [code, document.getText(range), severity, message]);
  };

  it('has its mistakes underlined, each at its key or value', async () => {
    const text = `threshold: { minGainPercent: 5 }
rules:
  AFD101: eror
  AFD199: off
overrides:
  - file: ["prod/**"]
workload: { trace: a.csv, statistics: { meanPrefill: 1, meanDecode: 2 } }
ignores:
  - { rule: AFD1, reason: "", expires: 2020-01-01 }
`;
    const uri = await open(text);
    assert.deepEqual(said(text, await withMissing(uri, 1)), [
      ['AFD303', 'threshold', 2, 'Unknown key `threshold`; did you mean `thresholds`?'],
      [
        'AFD302',
        'eror',
        1,
        '`AFD101` is the text `eror`; it must be one of off, hint, info, warning, error; did you mean `error`?',
      ],
      ['AFD303', 'AFD199', 2, 'Unknown rule `AFD199`; did you mean `AFD102`?'],
      ['AFD303', 'file', 2, 'Unknown key `file` in `overrides[0]`; did you mean `files`?'],
      ['AFD305', 'a.csv', 1, 'Trace file `a.csv` does not exist; paths are relative to this file.'],
      ['AFD302', 'statistics', 1, '`workload` gives both `trace` and `statistics`; keep the one that should count.'],
      ['AFD302', 'AFD1', 1, 'Unknown rule `AFD1`; a rule is named by its code, like `AFD101`.'],
      ['AFD302', '""', 1, '`reason` is empty; it must be some text.'],
      [
        'AFD902',
        '2020-01-01',
        2,
        'This entry expired on 2020-01-01: `AFD1` is reported again. Remove it, or give a later date.',
      ],
    ]);
  });

  it('shows only what is broken in a broken text, and nothing in an empty one', async () => {
    const uri = await open('rules: { AFD101: fatal\n');
    assert.deepEqual(
      (await client.diagnostics(uri)).map(({ code }) => code),
      ['AFD301'],
    );
    await client.change(uri, '# nothing yet\n');
    assert.deepEqual(await client.diagnostics(uri), []);
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    assert.deepEqual(lenses, []);
  });

  it('tells a client that does not ask, after every edit', async () => {
    const { diagnostic: _, ...textDocument } = fullCapabilities.textDocument!;
    const pushed = await ProtocolClient.start({ ...fullCapabilities, textDocument });
    const uri = await pushed.open(name, 'rules: {}\n');
    const last = () => pushed.published.findLast((entry) => entry.uri === uri);
    const versions: readonly [string, readonly string[]][] = [
      ['treshold: {}\n', ['AFD303']],
      ['# a comment that changes nothing\ntreshold: {}\n', ['AFD303']],
      ['rules: {}\n', []],
    ];
    for (const [index, [text, expected]] of versions.entries()) {
      await pushed.change(uri, text);
      await waitFor(`diagnostics of version ${index + 2}`, () => last()?.version === index + 2);
      assert.deepEqual(
        last()!.diagnostics.map(({ code }) => code),
        expected,
      );
    }
    await pushed.stop();
  });

  it('says that a trace is not there at its name, in overrides too, until it is', async () => {
    const text = 'latencyProfile: p.yml\noverrides:\n  - files: [a]\n    workload: { trace: traces/late.csv }\n';
    const uri = await open(text);
    const missing = (what: string, file: string) =>
      `${what} file \`${file}\` does not exist; paths are relative to this file.`;
    assert.deepEqual(said(text, await withMissing(uri, 2)), [
      ['AFD305', 'p.yml', 1, missing('Profile', 'p.yml')],
      ['AFD305', 'traces/late.csv', 1, missing('Trace', 'traces/late.csv')],
    ]);
    await client.watching();
    const path = client.write('deploy/traces/late.csv', traceRows(10));
    assert.deepEqual(said(text, await withMissing(uri, 1)), [['AFD305', 'p.yml', 1, missing('Profile', 'p.yml')]]);
    rmSync(path);
    assert.equal((await withMissing(uri, 2)).length, 2);
  });

  it('leads to the files and built-in profiles it names', async () => {
    const text = `latencyProfile: ascend-910c-deepseek-v3
workload: { trace: traces/chat.csv }
overrides:
  - { files: [a], latencyProfile: ./p.yaml }
`;
    const uri = await open(text);
    const target = async (word: string) => {
      const at = { textDocument: { uri }, position: positionOf(text, word, 2) };
      return (await client.request<Location | null>('textDocument/definition', at))?.uri;
    };
    assert.equal(await target('traces/chat'), client.uri('deploy/traces/chat.csv'));
    assert.equal(await target('./p.yaml'), client.uri('deploy/p.yaml'));
    assert.match((await target('ascend-910c'))!, /dist\/latency-profiles\/ascend-910c-deepseek-v3\.yaml$/);
    assert.equal(await target('files'), undefined);
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri } });
    assert.deepEqual(
      links.map((link) => [link.target?.split('/').at(-1), link.tooltip]),
      [
        ['chat.csv', 'Open the trace'],
        ['ascend-910c-deepseek-v3.yaml', 'Open the latency profile'],
        ['p.yaml', 'Open the latency profile'],
      ],
    );
  });

  const completions: readonly [string, string, readonly string[], readonly string[]][] = [
    [
      'keys',
      '|',
      ['workload', 'latencyProfile', 'thresholds', 'rules', 'overrides', 'ignores'],
      ['apiVersion', 'spec'],
    ],
    ['keys that are not there yet', 'rules: {}\nth|', ['thresholds'], ['rules']],
    ['thresholds', 'thresholds:\n  m|', ['minGainPercent', 'maxTraceAgeDays'], ['rules']],
    ['keys of an override', 'overrides:\n  - files: ["a"]\n    |', ['rules', 'workload'], ['files', 'ignores']],
    ['keys of the first line of an override', 'overrides:\n  - |', ['files', 'rules'], ['overrides']],
    [
      'keys of an entry of ignores',
      'ignores:\n  - rule: AFD101\n    |',
      ['reason', 'files', 'path', 'expires'],
      ['rule'],
    ],
    ['rule codes', 'rules:\n  AFD101: off\n  |', ruleCodes.filter((code) => code !== 'AFD101'), ['AFD101']],
    ['rule codes of an override', 'overrides:\n  - files: [a]\n    rules:\n      A|', ['AFD101', 'AFD202'], ['files']],
    ['the rule of an entry of ignores', 'ignores:\n  - rule: |', [...ruleCodes], ['rule']],
    ['severities', 'rules:\n  AFD101: |', ['off', 'hint', 'info', 'warning', 'error'], ['AFD202']],
    ['severities in a flow map', 'overrides:\n  - { files: [a], rules: { AFD101: | } }', ['off', 'error'], ['AFD202']],
    ['profiles', 'latencyProfile: |', ['ascend-910c-deepseek-v3', 'p.yaml'], ['traces/chat.csv', name]],
    ['devices', 'device: |', ['ascend-910c', 'h800'], ['p.yaml']],
    ['traces from its own folder', 'workload:\n  trace: |', ['traces/chat.csv'], ['deploy/traces/chat.csv', 'p.yaml']],
    ['traces in an override', 'overrides:\n  - files: [a]\n    workload: { trace: | }', ['traces/chat.csv'], []],
    ['the keys of statistics', 'workload:\n  statistics:\n    |', ['meanPrefill', 'distribution'], ['trace']],
    ['a distribution', 'workload:\n  statistics:\n    distribution: |', ['geometric'], []],
  ];
  for (const [what, marked, some, none] of completions) {
    it(`completes ${what}`, async () => {
      const { text, position } = withCursor(marked);
      const uri = await open(text);
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

  it('begins a map, a list of maps, a list of words and a rule each as it goes on', async () => {
    const inserted = async (marked: string, label: string) => {
      const { text, position } = withCursor(marked);
      const uri = await open(text);
      const { items } = await client.request<CompletionList>('textDocument/completion', {
        textDocument: { uri },
        position,
      });
      return (items.find((item) => item.label === label)?.textEdit as TextEdit | undefined)?.newText;
    };
    assert.equal(await inserted('|', 'thresholds'), 'thresholds:\n  ');
    assert.equal(await inserted('|', 'overrides'), 'overrides:\n  - ');
    assert.equal(await inserted('|', 'latencyProfile'), 'latencyProfile: ');
    assert.equal(await inserted('overrides:\n  - |', 'files'), 'files: [$1]');
    assert.equal(await inserted('rules:\n  |', 'AFD101'), 'AFD101: ');
    assert.equal(await inserted('ignores:\n  - rule: |', 'AFD101'), 'AFD101');
  });

  it('explains its keys and the rules it names', async () => {
    const text = `thresholds: { minGainPercent: 5 }
overrides:
  - files: ["prod/**"]
    rules: { AFD202: off }
ignores:
  - rule: AFD101
    reason: x
`;
    const uri = await open(text);
    const hoverOf = async (word: string) => {
      const position = positionOf(text, word, 1);
      const hover = await client.request<Hover | null>('textDocument/hover', { textDocument: { uri }, position });
      return hover && (hover.contents as { value: string }).value;
    };
    assert.match(
      (await hoverOf('minGainPercent'))!,
      /^\*\*minGainPercent\*\*\n\nReport a mis-sized deployment only if/,
    );
    assert.match((await hoverOf('files'))!, /^\*\*files\*\*\n\nFile patterns relative to this file/);
    assert.match((await hoverOf('reason'))!, /^\*\*reason\*\*\n\nWhy the findings are accepted/);
    assert.equal(await hoverOf('AFD202'), '**AFD202**\n\nTrace too old. Reported as info by default.');
    assert.equal(
      await hoverOf('AFD101'),
      '**AFD101**\n\nRatio mis-sized, attention-bound. Reported as warning by default.',
    );
  });

  it('corrects slips of the pen in keys, codes and severities, each as one safe edit', async () => {
    const text = `treshold: {}
rules: { AFD101: eror, afd202: off }
overrides: [{ file: ["a"], latencyProfile: ascend-910c-deepseek-v }]
ignores: [{ rule: afd103, reason: x }]
`;
    const uri = await open(text);
    await client.settledDiagnostics(uri);
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
      context: { diagnostics: [] },
    });
    const preferred = actions.filter(({ isPreferred }) => isPreferred);
    const corrected = {
      'Rename to thresholds': ['treshold', 'thresholds'],
      'Change to error': ['eror', 'error'],
      'Rename to AFD202': ['afd202', 'AFD202'],
      'Rename to files': ['file:', 'files:'],
      'Change to ascend-910c-deepseek-v3': ['deepseek-v', 'deepseek-v3'],
      'Change to AFD103': ['afd103', 'AFD103'],
    };
    assert.deepEqual(preferred.map(({ title }) => title).sort(), Object.keys(corrected).sort());
    for (const action of preferred) {
      const [from, to] = corrected[action.title as keyof typeof corrected];
      assert.equal(client.applied(action), text.replace(from!, to!), action.title);
    }
  });
});
