// Also tests: analysis/references
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type Analysis, findingsIn } from '../../server/src/analysis/analysis';
import { Analyzer } from '../../server/src/analysis/analyze';
import { defaultFileSettings, type FileSettings } from '../../server/src/configuration/file-settings';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { explainDeployment } from '../../server/src/wording/derivation';
import { renderMarkdown, renderText } from '../../server/src/wording/explanation';
import { noHardwareFiles } from '../evaluation/no-hardware-files';
import { analyse, deployment, filesOf, findingsOf, header, now, readyTrace } from './analysed';

const never = (message: string, error: unknown): never => {
  throw new Error(message, { cause: error });
};

/** What must hold for the analysis of any text whatsoever. */
function assertSound(text: string, analysis: Analysis): void {
  for (const finding of findingsIn(analysis, true)) {
    const places = [finding.range, ...finding.related.map(({ range }) => range)];
    for (const { start, end } of places) {
      assert.ok(0 <= start && start <= end && end <= text.length, `${finding.code} at ${start}..${end}`);
    }
    assert.match(finding.message, /^\S[^\n\r]*[.?]$/, finding.message);
    // A word of the file may be NaN; a number of ours may not.
    const ours = finding.message.replaceAll(/`[^`]*`/g, '');
    assert.doesNotMatch(ours, /undefined|NaN|\uE000|\[object/, finding.message);
  }
  for (const { deployment: stated, evaluation } of analysis.documents) {
    if (!stated || !evaluation) continue;
    const explanation = explainDeployment(stated, evaluation, now);
    assert.doesNotMatch(renderText(explanation) + renderMarkdown(explanation), /undefined|NaN/);
  }
}

const goodTexts = [
  ...['paper-base-case', 'chat-prod', 'shared-pools'].map((name) => readFileSync(`examples/${name}.afd.yaml`, 'utf8')),
  readFileSync('examples/profiles/demo-gpu.afd.yaml', 'utf8'),
  deployment('{ dataParallel: 4, tensorParallel: 2, batchSize: 256 }', '{ expertParallel: 2 }', '  microbatches: 2\n'),
  deployment('*a').replace('spec:', 'x-a: &a { workers: 4, batchSize: 256 }\nspec: # afd-lens: ignore AFD101 -- x'),
];
const traces: Inputs = filesOf(
  Object.fromEntries(
    ['traces/chat.csv', 'chat.csv', 't'].map((name) => [
      name,
      readyTrace([
        [100, 300],
        [50, 20],
        [900, 1],
      ]),
    ]),
  ),
);

describe('the analysis of any text', () => {
  const slices = fc.constantFrom(
    ...[
      '',
      '0',
      '-1',
      '1e309',
      '.nan',
      '.inf',
      '99999999999',
      '{{ .x }}',
      '{{',
      '}}',
      '*a',
      '&a ',
      '<<: *a',
      '<<',
      '~',
    ],
    ...['{', '}', '[', ']', ',', ': ', '- ', '? ', '| ', '>-\n', '"', "'", '#', '\t', '\n', '\r\n', '\n---\n', '...\n'],
    ...[
      '%YAML 1.1\n',
      '!!set ',
      '!!int ',
      '\uFEFF',
      '\0',
      '🚀',
      '\uD800',
      '\u2028',
      '\uE000',
      'AFD101',
      '# afd-lens: ignore ',
    ],
    ...[
      'workers: ',
      'statistics: ',
      'trace: t',
      'ratio: [9, 1]',
      '  slo: { tpot: 1ns }\n',
      'spec:\n',
      '<<<<<<< HEAD\n',
    ],
  );
  const mutations = fc.array(fc.tuple(fc.nat(2000), fc.nat(60), slices, fc.boolean()), { minLength: 1, maxLength: 4 });

  it('is sound for 2,000 mutations of good manifests', () => {
    fc.assert(
      fc.property(fc.constantFrom(...goodTexts), mutations, (good, changes) => {
        const text = changes.reduce((current, [at, length, slice, cut]) => {
          const from = at % (current.length + 1);
          return current.slice(0, from) + slice + current.slice(cut ? from + length : from);
        }, good);
        assertSound(text, new Analyzer(never).analyze(text, traces, defaultFileSettings, now));
      }),
      { numRuns: 2000 },
    );
  });

  it('is sound, and so are its fixes, where lines are exchanged, doubled or lost', () => {
    const lines = fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...goodTexts), lines, (good, moves) => {
        const all = good.split('\n');
        for (const [from, to] of moves) all.splice(to % all.length, from % 2, all[from % all.length]!);
        const text = all.join('\n');
        assertSound(text, analyse(text, traces));
        for (const { fixes } of findingsOf(text, traces)) {
          for (const { edits, title } of fixes) {
            assert.doesNotMatch(title, /undefined|NaN|\n/);
            for (const { range } of edits)
              assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  const hostile: readonly [string, string][] = [
    ['binary', String.fromCharCode(...Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256))],
    ['brackets', '['.repeat(100_000)],
    ['numbers of 100,000 digits', deployment(`{ workers: ${'9'.repeat(100_000)}, batchSize: 256 }`)],
    ['a key of a megabyte', `${header}${'k'.repeat(1_000_000)}: 1\n`],
    ['20,000 unknown keys', `${header}spec:\n${Array.from({ length: 20_000 }, (_, at) => `  k${at}: 1\n`).join('')}`],
    ['a megabyte of blanks', `${header}#${' '.repeat(1_000_000)}x\n`],
    [
      '2,000 suppressions',
      `${'# afd-lens: ignore AFD101\n'.repeat(2000)}${deployment('{ workers: 4, batchSize: 256 }')}`,
    ],
    ['10,000 documents', 'a\n---\n'.repeat(10_000)],
  ];
  for (const [title, text] of hostile) {
    it(`is sound and soon done: ${title}`, () => assertSound(text, analyse(text)));
  }

  it('shows at most a hundred findings of one document', () => {
    const keys = Array.from({ length: 500 }, (_, at) => `k${at}: 1\n`).join('');
    assert.ok(findingsIn(analyse(header + keys)).length <= 100);
  });
});

describe('analyzing versions of a file', () => {
  /** Inputs that note what they are asked for. */
  function spy(): { asked: string[]; inputs: Inputs } {
    const asked: string[] = [];
    const inputs: Inputs = {
      trace: (reference) => {
        asked.push(reference);
        return { kind: 'missing', path: reference };
      },
      ...noHardwareFiles,
      profile: () => ({ kind: 'missing', path: '' }),
    };
    return { asked, inputs };
  }
  const traced = (name: string) =>
    `${header}spec:\n  workload: { trace: ${name} }\n  attention: { workers: 1 }\n  ffn: { workers: 1 }\n`;
  const file = (...names: string[]) => names.map(traced).join('---\n');

  it('evaluates again only the documents whose text changed', () => {
    const { asked, inputs } = spy();
    const analyzer = new Analyzer(never);
    analyzer.analyze(file('a', 'b', 'c'), inputs, defaultFileSettings, now);
    assert.deepEqual(asked.splice(0), ['a', 'b', 'c']);
    analyzer.analyze(file('a', 'x', 'c'), inputs, defaultFileSettings, now);
    assert.deepEqual(asked.splice(0), ['x']);
    analyzer.analyze(`# moved down\n${file('a', 'x', 'c')}`, inputs, defaultFileSettings, now);
    assert.deepEqual(asked.splice(0), ['a']);
    analyzer.analyze(file('new', 'c', 'x'), inputs, defaultFileSettings, now);
    assert.deepEqual(asked.splice(0), ['new']);
  });

  it('gives the same as a fresh analysis, wherever the documents stand', () => {
    const analyzer = new Analyzer(never);
    for (const text of [file('a', 'b'), file('b', 'a'), file('a', 'a', 'a'), `# c\n${file('a')}`, file('b')]) {
      const plain = (analysis: Analysis) =>
        findingsIn(analysis).map(({ code, message, range, document }) => [code, message, range, document]);
      assert.deepEqual(plain(analyzer.analyze(text, filesOf(), defaultFileSettings, now)), plain(analyse(text)));
    }
  });

  it('forgets evaluations when told that inputs changed', () => {
    const { asked, inputs } = spy();
    const analyzer = new Analyzer(never);
    analyzer.analyze(file('a'), inputs, defaultFileSettings, now);
    analyzer.forget();
    analyzer.analyze(file('a'), inputs, defaultFileSettings, now);
    assert.deepEqual(asked, ['a', 'a']);
  });

  const inputs: readonly [string, string, readonly string[]][] = [
    ['a device', readFileSync('examples/devices/my-gpu.afd.yaml', 'utf8'), []],
    [
      'a device without memory',
      'apiVersion: afd-lens/v1\nkind: Device\nmemoryBandwidthTBps: 1\ndenseTflops: { bf16: 1 }\n',
      ['The document needs `memoryGB`: memory of one device in GB of 10^9 bytes.'],
    ],
    [
      'a model that no roofline describes',
      'apiVersion: afd-lens/v1\nkind: Model\nsource: s\nconfig: { model_type: m, ssm_state_size: 4 }\n',
      [
        'The config of `m` is not usable: it has state-space (Mamba) layers (`ssm_state_size`), which no roofline describes; use a measured profile.',
      ],
    ],
    [
      'a model of strange numbers',
      'apiVersion: afd-lens/v1\nkind: Model\nsource: s\nconfig: { model_type: m, hidden_size: .nan }\n',
      ['The config of `m` is not usable: `hidden_size` is not a number; it must be a whole number from 1.'],
    ],
  ];
  for (const [title, text, expected] of inputs) {
    it(`checks what deployments refer to: ${title}`, () => {
      assert.deepEqual(
        findingsOf(text).map(({ message }) => message),
        expected,
      );
      assertSound(text, analyse(text));
    });
  }

  it('numbers the documents and leaves out empty ones', () => {
    const { documents } = analyse(`---\n---\n${file('a', 'b')}---\n# nothing\n`);
    assert.deepEqual(
      documents.map(({ index }) => index),
      [0, 1],
    );
  });

  it('lists the files a document refers to, where they are named', () => {
    const text = `${header}spec:\n  latencyProfile: ./p.yaml\n  workload: { trace: a.csv }\n`;
    const [document] = analyse(text).documents;
    assert.deepEqual(
      document!.references.map(({ kind, reference, range }) => [kind, reference, text.slice(range!.start, range!.end)]),
      [
        ['trace', 'a.csv', 'a.csv'],
        ['profile', './p.yaml', './p.yaml'],
      ],
    );
  });

  it('applies the severities of the settings', () => {
    const text = deployment('{ workers: 4, batchSize: 256 }');
    const severityWith = (rules: FileSettings['rules']) =>
      findingsOf(text, undefined, { ...defaultFileSettings, rules }).find(({ code }) => code === 'AFD101')?.severity;
    assert.equal(severityWith({}), 'warning');
    assert.equal(severityWith({ AFD101: 'error' }), 'error');
    assert.equal(severityWith({ AFD101: 'off' }), undefined);
  });

  it('loses only the rule that throws', () => {
    const failing: Inputs = {
      trace: () =>
        ({
          kind: 'ready',
          path: '',
          modifiedMs: 0,
          summary: { format: 'x', moments: readyMoments, skipped: undefined, spanSeconds: 1 },
        }) as never,
      ...noHardwareFiles,
      profile: () => ({ kind: 'missing', path: '' }),
    };
    const logged: string[] = [];
    const analysis = new Analyzer((message) => logged.push(message)).analyze(
      traced('a'),
      failing,
      defaultFileSettings,
      now,
    );
    assert.deepEqual(logged, ['rule AFD204 failed']);
    assert.ok(findingsIn(analysis).length > 0);
  });
});

const readyMoments = (() => {
  const state = readyTrace([
    [1, 2],
    [3, 4],
  ]);
  return state.kind === 'ready' ? state.summary.moments : undefined;
})();
