import assert from 'node:assert/strict';
import { readConfiguration } from '../../server/src/configuration/read-configuration';

const read = (text: string) => readConfiguration('/srv/afd-lens.config.yaml', text);

describe('read-configuration', () => {
  it('reads every key, each layer with the place it comes from', () => {
    const { layers, ignores, problem } = read(`
latencyProfile: ascend-910c-deepseek-v3
afdPluginDate: 2026-07-20
device: ascend-910c
workload: { trace: t.csv, columns: { prefill: in, decode: out } }
thresholds: { minGainPercent: 5 }
rules: { AFD101: error, AFD202: off }
overrides:
  - files: ["prod/**"]
    workload: { statistics: { distribution: geometric, meanPrefill: 1, meanDecode: 2 } }
  - { files: ["*.yaml"], rules: { AFD101: info } }
ignores:
  - { rule: AFD103, files: ["vendored/**"], path: spec.ffn, reason: theirs, expires: 2027-01-31 }
`);
    assert.equal(problem, undefined);
    assert.deepEqual(
      layers.map(({ from, files }) => [from, files]),
      [
        ['afd-lens.config.yaml', undefined],
        ['afd-lens.config.yaml, overrides[0]', ['prod/**']],
        ['afd-lens.config.yaml, overrides[1]', ['*.yaml']],
      ],
    );
    assert.deepEqual(layers[0], {
      from: 'afd-lens.config.yaml',
      files: undefined,
      thresholds: { minGainPercent: 5 },
      rules: { AFD101: 'error', AFD202: 'off' },
      workload: { trace: 't.csv', columns: { prefill: 'in', decode: 'out' }, statistics: undefined },
      latencyProfile: 'ascend-910c-deepseek-v3',
      afdPluginDate: '2026-07-20',
      device: 'ascend-910c',
    });
    assert.deepEqual(layers[1]?.workload?.statistics, { distribution: 'geometric', meanPrefill: 1, meanDecode: 2 });
    assert.deepEqual(ignores, [
      { rule: 'AFD103', files: ['vendored/**'], path: 'spec.ffn', reason: 'theirs', expires: '2027-01-31' },
    ]);
  });

  it('is empty for an empty file and for comments', () => {
    for (const text of ['', '# nothing yet\n']) {
      const { layers, ignores, problem } = read(text);
      assert.deepEqual([layers, ignores, problem], [[], [], undefined]);
    }
  });

  const broken: readonly [string, string, number, RegExp][] = [
    ['an unknown key', 'rules: {}\nthreshold: {}\n', 2, /^Unknown key `threshold`; did you mean `thresholds`\?$/],
    ['an unknown severity', 'rules:\n  AFD101: fatal\n', 2, /^`AFD101` is the text `fatal`; it must be one of off, /],
    ['an unknown rule', 'rules:\n  AFD199: error\n', 2, /^Unknown rule `AFD199`/],
    [
      'a pattern that takes for ever',
      'ignores:\n  - { rule: AFD101, reason: x, files: ["*a*a*a*a"] }\n',
      2,
      /^This pattern has too many `\*`/,
    ],
    ['no code', 'rules:\n  ratio: error\n', 2, /^Unknown rule `ratio`; a rule is named by its code, like `AFD101`\.$/],
    [
      'an unknown key in an entry',
      'ignores:\n  - { rule: AFD101, reason: x }\n  - { rule: AFD103, reason: x, expire: 2027-01-01 }\n',
      3,
      /^Unknown key `expire` in `ignores\[1\]`; did you mean `expires`\?$/,
    ],
    ['an unknown rule in ignores', 'ignores:\n  - { rule: AFD999, reason: x }\n', 2, /^Unknown rule `AFD999`/],
    ['an ignore without a reason', 'ignores:\n  - rule: AFD101\n', 2, /needs `reason`/],
    ['an override without files', 'overrides:\n  - rules: {}\n', 2, /needs `files`/],
    [
      'a date that is none',
      'ignores:\n  - { rule: AFD101, reason: x, expires: soon }\n',
      2,
      /^`expires` is the text `soon`; it must be text like `2027-03-31`\.$/,
    ],
    ['both kinds of workload', 'workload: { trace: a, statistics: {} }\n', 1, /gives both `trace` and `statistics`/],
    ['broken YAML', 'rules: {\n', 1, /^Not valid YAML/],
    ['two documents', 'rules: {}\n---\nrules: {}\n', 3, /one document/],
    ['a list', '- rules\n', 1, /must be a map/],
    ['binary', '\0', 1, /not text/],
    ['a huge file', `#${' '.repeat(1_000_001)}`, 1, /too large/],
    ['a number out of range', 'thresholds:\n  minGainPercent: 101\n', 2, /at most 100/],
  ];
  for (const [title, text, line, message] of broken) {
    it(`says what is wrong and where: ${title}`, () => {
      const { problem } = read(text);
      assert.match(problem?.message ?? 'nothing', message);
      assert.equal(problem?.line, line);
    });
  }

  const nothing: readonly [string, string, RegExp][] = [
    ['two equal keys', 'rules: { AFD101: error }\nlatencyProfile: a\nrules: {}\n', /`rules`/],
    ['an expression for the file', '{{ .Values.configuration }}: 1\nrules: [\n', /Not valid YAML/],
  ];
  for (const [title, text, message] of nothing) {
    it(`takes nothing of it with ${title}`, () => {
      const { layers, ignores, problem } = read(text);
      assert.deepEqual([layers, ignores], [[], []]);
      assert.match(problem?.message ?? '', message);
    });
  }

  const noWorkload: readonly [string, string][] = [
    ['both kinds', '{ trace: a.csv, statistics: { meanPrefill: 1, meanDecode: 2 } }'],
    ['neither kind', '{}'],
    ['a wrong trace', '{ trace: 7 }'],
    ['half its columns', '{ trace: a.csv, columns: { prefill: a } }'],
    ['a misspelt key', '{ trace: a.csv, colums: { prefill: a, decode: b } }'],
    ['a wrong number', '{ statistics: { meanPrefill: many, meanDecode: 2 } }'],
    ['a template expression', '{ trace: "{{ .x }}" }'],
  ];
  for (const [title, workload] of noWorkload) {
    it(`takes no workload that has ${title}, since another one may be meant`, () => {
      const { layers, problem } = read(`latencyProfile: p.yaml\nworkload: ${workload}\n`);
      assert.deepEqual([layers[0]?.workload, layers[0]?.latencyProfile], [undefined, 'p.yaml']);
      assert.equal(problem?.line, 2);
    });
  }

  it('takes no entry of a list that has an unknown key, which may be a misspelt `files`', () => {
    const { layers, ignores } = read(`
overrides:
  - { files: ["a"], file: ["b"], rules: { AFD103: off } }
  - { files: ["{{ .x }}"], rules: { AFD103: off } }
ignores:
  - { rule: AFD101, reason: x, file: ["a"] }
`);
    assert.deepEqual([layers.length, ignores], [1, []]);
  });

  it('reads the first of two documents', () => {
    const { layers, problem } = read('rules: { AFD101: off }\n---\nrules: { AFD102: off }\n');
    assert.deepEqual(layers[0]?.rules, { AFD101: 'off' });
    assert.deepEqual(problem, {
      message: 'A configuration is one document; this further one does not count.',
      line: 3,
    });
  });

  it('keeps what is in order beside a mistake', () => {
    const { layers, ignores } = read(`
rules: { AFD101: error, AFD102: fatal }
thresholds: { minGainPercent: -1, maxTraceAgeDays: 7 }
latencyProfile: 7
overrides:
  - { files: 5 }
  - { files: ["a"], rules: { AFD103: off } }
ignores:
  - { rule: AFD101 }
  - { rule: AFD102, reason: fine }
`);
    assert.deepEqual(layers[0]?.rules, { AFD101: 'error' });
    assert.deepEqual(layers[0]?.thresholds, { maxTraceAgeDays: 7 });
    assert.equal(layers[0]?.latencyProfile, undefined);
    assert.deepEqual(
      layers.slice(1).map(({ from }) => from),
      ['afd-lens.config.yaml, overrides[1]'],
    );
    assert.deepEqual(
      ignores.map(({ rule }) => rule),
      ['AFD102'],
    );
  });
});
