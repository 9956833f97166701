import assert from 'node:assert/strict';
import { configurationProblems } from '../../server/src/configuration/configuration-problems';
import { parseYaml } from '../../server/src/yaml/yaml-document';

function problemsOf(text: string) {
  const { root } = parseYaml(text)[0]!;
  return configurationProblems(root!).map(({ kind, message, range, replacement }) => ({
    at: text.slice(range.start, range.end),
    kind,
    message,
    replacement,
  }));
}

describe('the problems of a configuration', () => {
  const cases: readonly [string, string, readonly [string, string, string, string | undefined][]][] = [
    [
      'a rule code with a typing mistake, as a key and as a value',
      'rules: { AFD11: error }\noverrides: [{ files: [a], rules: { afd202: off } }]\nignores: [{ rule: ADF101, reason: x }]\n',
      [
        ['AFD11', 'unknown-key', 'Unknown rule `AFD11`; did you mean `AFD101`?', 'AFD101'],
        ['afd202', 'unknown-key', 'Unknown rule `afd202`; did you mean `AFD202`?', 'AFD202'],
        ['ADF101', 'value', 'Unknown rule `ADF101`; did you mean `AFD101`?', 'AFD101'],
      ],
    ],
    [
      'a rule code that stands there already is not offered a second time',
      'rules: { AFD202: off, afd202: off }\n',
      [['afd202', 'unknown-key', 'Unknown rule `afd202`; did you mean `AFD102`?', 'AFD102']],
    ],
    [
      'a word that is no code',
      'rules: { ratio: error }\n',
      [['ratio', 'unknown-key', 'Unknown rule `ratio`; a rule is named by its code, like `AFD101`.', undefined]],
    ],
    [
      'an unknown key of an override',
      'overrides:\n  - files: [a]\n    treshold: {}\n',
      [
        [
          'treshold',
          'unknown-key',
          'Unknown key `treshold` in `overrides[0]`; did you mean `thresholds`?',
          'thresholds',
        ],
      ],
    ],
    [
      'an empty list of files',
      'overrides: [{ files: [] }]\n',
      [['[', 'value', '`files` is a list; it must be a list that is not empty.', undefined]],
    ],
    [
      'a workload that says nothing',
      'workload: { x-note: later }\n',
      [['workload', 'missing-key', '`workload` needs `trace` (a request trace) or `statistics`.', undefined]],
    ],
    [
      'columns of no trace',
      'workload: { columns: { prefill: a, decode: b }, statistics: { meanPrefill: 1, meanDecode: 2 } }\n',
      [['columns', 'value', '`columns` names columns of a trace, but there is no `trace`.', undefined]],
    ],
    [
      'a template expression, in an override too',
      'latencyProfile: {{ .Values.profile }}\noverrides: [{ files: ["{{ .x }}"] }]\n',
      [
        [
          '{{ .Values.profile }}',
          'value',
          '`latencyProfile` is filled in by a template; write the value itself.',
          undefined,
        ],
        ['"{{ .x }}"', 'value', '`files[0]` is filled in by a template; write the value itself.', undefined],
      ],
    ],
    ['nothing', 'rules: { AFD101: off }\nx-note: free\n', []],
  ];
  for (const [title, text, expected] of cases) {
    it(`are said where they are: ${title}`, () => {
      const found = problemsOf(text).map(({ at, kind, message, replacement }) => [at, kind, message, replacement]);
      assert.deepEqual(found, expected);
    });
  }
});
