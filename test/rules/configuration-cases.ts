import { fileSettings } from '../../server/src/configuration/file-settings';
import { readConfiguration } from '../../server/src/configuration/read-configuration';
import { deployment, filesOf, now } from '../analysis/analysed';
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
