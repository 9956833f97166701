import { fileSettings } from '../../server/src/configuration/file-settings';
import { readConfiguration } from '../../server/src/configuration/read-configuration';
import { deployment, filesOf, now, readyTrace } from '../analysis/analysed';
import { noHardwareFiles } from '../evaluation/no-hardware-files';
import { good, type RuleCase } from './rule-case';

/** The settings of `/srv/deploy/a.afd.yaml` under a configuration in `/srv`. */
function under(configuration: string) {
  return fileSettings({
    path: '/srv/deploy/a.afd.yaml',
    folder: '/srv/deploy',
    configuration: readConfiguration('/srv/afd-lens.config.yaml', configuration),
    nowMs: now,
  });
}

const bare = deployment(good).replace(/ {2}(?:latencyProfile|workload): .*\n/g, '');

const columns = '{ prefill: a, decode: b }';
const failed = { kind: 'failed', path: '/srv/x', message: 'It has no rows.', line: 7 } as const;

const ignore = (expires: string) =>
  `ignores:\n  - { rule: AFD101, reason: until summer, expires: ${expires} }\n  - { rule: AFD102, reason: for good }\n`;

/** What the project's configuration makes rules say, each code with its neighbour that says nothing. */
export const configurationCases: readonly RuleCase[] = [
  {
    code: 'AFD305',
    title: 'a trace that the configuration names and nobody finds',
    text: bare,
    inputs: filesOf(),
    settings: under('latencyProfile: ascend-910c-deepseek-v3\nworkload: { trace: traces/chat.csv }\n'),
    expected: ['error', 'spec', 'Trace file `../traces/chat.csv` (from `afd-lens.config.yaml`) does not exist.'],
  },
  {
    code: 'AFD304',
    title: 'a profile that the configuration misspells',
    text: bare,
    settings: under('latencyProfile: ascend-910c-deepseek-v\n'),
    expected: [
      'error',
      'spec',
      'Unknown latency profile `ascend-910c-deepseek-v` (from `afd-lens.config.yaml`); did you mean `ascend-910c-deepseek-v3`?',
    ],
  },
  {
    code: 'AFD206',
    title: 'statistics of the configuration that cannot be used',
    text: bare,
    settings: under('workload: { statistics: { meanPrefill: -1, meanDecode: 10 } }\n'),
    expected: ['error', 'spec', 'meanPrefill is -1, but it cannot be negative (from `afd-lens.config.yaml`).'],
  },
  {
    code: 'AFD111',
    title: 'a workload that the configuration gives, where a template may write another one',
    text: bare.replace('spec:\n', 'spec:\n  {{- include "workload" . | nindent 2 }}\n'),
    settings: under('workload: { trace: traces/chat.csv }\nlatencyProfile: ascend-910c-deepseek-v3\n'),
    expected: ['info', 'spec', 'Not evaluated: `spec.workload` is missing: a request trace, or statistics of one.'],
  },
  {
    code: 'AFD305',
    title: 'a trace that a configuration names and nobody finds, at its name',
    text: 'workload: { trace: none.csv }\n',
    fileKind: 'configuration',
    expected: ['error', 'none.csv', 'Trace file `none.csv` does not exist; paths are relative to this file.'],
  },
  {
    code: 'AFD305',
    title: 'a profile that an override names and nobody finds',
    text: 'overrides:\n  - files: [a]\n    latencyProfile: "./none.yaml"\n',
    fileKind: 'configuration',
    expected: ['error', '"./none.yaml"', 'Profile file `./none.yaml` does not exist; paths are relative to this file.'],
  },
  {
    code: 'AFD305',
    title: 'files of a configuration that are there',
    text: `workload: { trace: t.csv, columns: ${columns} }\nlatencyProfile: ascend-910c-deepseek-v3\n`,
    inputs: {
      trace: (_, named) => (named?.prefill === 'a' ? readyTrace([[1, 2]]) : { kind: 'missing', path: '' }),
      ...noHardwareFiles,
      profile: () => ({ kind: 'missing', path: '' }),
    },
    fileKind: 'configuration',
    expected: undefined,
  },
  {
    code: 'AFD305',
    title: 'a file of a configuration that is too broken to be read',
    text: 'workload: { trace: none.csv }\nlatencyProfile: a\nlatencyProfile: b\n',
    fileKind: 'configuration',
    expected: undefined,
  },
  {
    code: 'AFD304',
    title: 'a profile that a configuration misspells, at its name',
    text: 'latencyProfile: ascend-910c-deepseek-v\n',
    fileKind: 'configuration',
    expected: [
      'error',
      'ascend-910c-deepseek-v',
      'Unknown latency profile `ascend-910c-deepseek-v`; did you mean `ascend-910c-deepseek-v3`?',
    ],
  },
  {
    code: 'AFD205',
    title: 'a trace of a configuration that cannot be used',
    text: 'workload: { trace: t.csv }\n',
    inputs: filesOf({ 't.csv': failed }),
    fileKind: 'configuration',
    expected: ['error', 't.csv', 'It has no rows (line 7).'],
  },
  {
    code: 'AFD306',
    title: 'a profile of a configuration that cannot be used',
    text: 'latencyProfile: p.yaml\n',
    inputs: filesOf({}, { 'p.yaml': failed }),
    fileKind: 'configuration',
    expected: ['error', 'p.yaml', 'Profile `p.yaml` is not usable: it has no rows (line 7).'],
  },
  {
    code: 'AFD302',
    title: 'a second document of a configuration',
    text: 'rules: {}\n---\nlatencyProfile: none\n',
    fileKind: 'configuration',
    expected: ['error', 'latencyProfile', 'A configuration is one document; this further one does not count.'],
  },
  {
    code: 'AFD303',
    title: 'a rule that nobody has, at its key',
    text: 'rules: { AFD100: off }\n',
    fileKind: 'configuration',
    expected: ['warning', 'AFD100', 'Unknown rule `AFD100`; did you mean `AFD101`?'],
  },
  {
    code: 'AFD311',
    title: 'a configuration with a mistake',
    text: deployment(good),
    settings: under('thresholds:\n  minGainPercent: 101\n'),
    expected: [
      'warning',
      'apiVersion',
      '`afd-lens.config.yaml:2` is not applied: `minGainPercent` is 101; it must be at most 100.',
    ],
  },
  {
    code: 'AFD311',
    title: 'a mistake that takes many words',
    text: deployment(good),
    settings: under('rules:\n  AFD101: fatal\n'),
    expected: [
      'warning',
      'apiVersion',
      '`afd-lens.config.yaml:2` is not applied: `AFD101` is the text `fatal`; it must be one of off, hint, info, warning, erro…',
    ],
  },
  {
    code: 'AFD311',
    title: 'a configuration in order',
    text: deployment(good),
    settings: under('rules:\n  AFD101: error\n'),
    expected: undefined,
  },
  {
    code: 'AFD902',
    title: 'an entry whose last day is over',
    text: ignore('2025-12-31'),
    fileKind: 'configuration',
    expected: [
      'warning',
      '2025-12-31',
      'This entry expired on 2025-12-31: `AFD101` is reported again. Remove it, or give a later date.',
    ],
  },
  {
    code: 'AFD902',
    title: 'an entry on its last day',
    text: ignore('2026-01-01'),
    fileKind: 'configuration',
    expected: undefined,
  },
];
