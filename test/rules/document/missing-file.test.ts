import { missingFile } from '../../../server/src/rules/document/missing-file';
import { filesOf, readyTrace } from '../../analysis/analysed';
import { noHardwareFiles } from '../../evaluation/no-hardware-files';
import { own, traced } from '../base-texts';
import { bare, under } from '../configured';
import { describeRule } from '../describe-rule';
import { onDevices } from '../on-devices';

const columns = '{ prefill: a, decode: b }';

describeRule(missingFile, {
  reports: [
    {
      title: 'a missing trace',
      text: traced,
      expected: ['error', 't.csv', 'Trace file `t.csv` does not exist; paths are relative to this file.'],
    },
    {
      title: 'a missing absolute path',
      text: traced.replace('t.csv', '/x/t.csv'),
      expected: ['error', '/x/t.csv', 'Trace file `/x/t.csv` does not exist.'],
    },
    {
      title: 'a missing profile',
      text: own(),
      expected: ['error', 'p.yaml', 'Profile file `p.yaml` does not exist; paths are relative to this file.'],
    },
    {
      title: 'an unreachable trace',
      text: traced,
      inputs: filesOf({ 't.csv': { kind: 'unreachable', message: 'Remote files are not read.' } }),
      expected: ['info', 't.csv', 'Remote files are not read.'],
    },
    {
      title: 'a missing device file',
      text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12, device: ./gpu.yaml }'),
      expected: ['error', './gpu.yaml', 'Device file `./gpu.yaml` does not exist; paths are relative to this file.'],
    },
    {
      title: 'a missing model file',
      text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12 }').replace('deepseek-v3', 'own/config.json'),
      expected: [
        'error',
        'own/config.json',
        'Model file `own/config.json` does not exist; paths are relative to this file.',
      ],
    },
    {
      title: 'a trace that the configuration names and nobody finds',
      text: bare,
      inputs: filesOf(),
      settings: under('latencyProfile: ascend-910c-deepseek-v3\nworkload: { trace: traces/chat.csv }\n'),
      expected: ['error', 'spec', 'Trace file `../traces/chat.csv` (from `afd-lens.config.yaml`) does not exist.'],
    },
    {
      title: 'a trace that a configuration names and nobody finds, at its name',
      text: 'workload: { trace: none.csv }\n',
      fileKind: 'configuration',
      expected: ['error', 'none.csv', 'Trace file `none.csv` does not exist; paths are relative to this file.'],
    },
    {
      title: 'a profile that an override names and nobody finds',
      text: 'overrides:\n  - files: [a]\n    latencyProfile: "./none.yaml"\n',
      fileKind: 'configuration',
      expected: [
        'error',
        '"./none.yaml"',
        'Profile file `./none.yaml` does not exist; paths are relative to this file.',
      ],
    },
  ],
  silent: [
    {
      title: 'a trace still read',
      text: traced,
      inputs: filesOf({ 't.csv': { kind: 'loading' } }),
    },
    {
      title: 'files of a configuration that are there',
      text: `workload: { trace: t.csv, columns: ${columns} }\nlatencyProfile: ascend-910c-deepseek-v3\n`,
      inputs: {
        trace: (_, named) => (named?.prefill === 'a' ? readyTrace([[1, 2]]) : { kind: 'missing', path: '' }),
        ...noHardwareFiles,
        profile: () => ({ kind: 'missing', path: '' }),
      },
      fileKind: 'configuration',
    },
    {
      title: 'a file of a configuration that is too broken to be read',
      text: 'workload: { trace: none.csv }\nlatencyProfile: a\nlatencyProfile: b\n',
      fileKind: 'configuration',
    },
  ],
});
