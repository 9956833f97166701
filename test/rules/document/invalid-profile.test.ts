import { invalidProfile } from '../../../server/src/rules/document/invalid-profile';
import { filesOf } from '../../analysis/analysed';
import { own, profile, traced } from '../base-texts';
import { describeRule } from '../describe-rule';
import { onDevices } from '../on-devices';

const withoutRows = { kind: 'failed', path: '/srv/x', message: 'It has no rows.', line: 7 } as const;

describeRule(invalidProfile, {
  reports: [
    {
      title: 'an unusable profile',
      text: own(),
      inputs: filesOf({}, { 'p.yaml': { kind: 'failed', path: '', message: 'All stage times are zero.', line: 4 } }),
      expected: ['error', 'p.yaml', 'Profile `p.yaml` is not usable: all stage times are zero (line 4).'],
    },
    {
      title: 'a model of an architecture that is not known',
      text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12 }').replace('deepseek-v3', 'own/config.json'),
      inputs: {
        ...filesOf(),
        model: () => ({ kind: 'failed', path: '', message: 'It has linear attention.', line: undefined }),
      },
      expected: ['error', 'own/config.json', 'Model `own/config.json` is not usable: it has linear attention.'],
    },
    {
      title: 'an unusable device file',
      text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12, device: gpu.yaml }'),
      inputs: {
        ...filesOf(),
        device: () => ({ kind: 'failed', path: '', message: '`memoryGB` is missing.', line: 2 }),
      },
      expected: ['error', 'gpu.yaml', 'Device `gpu.yaml` is not usable: `memoryGB` is missing (line 2).'],
    },
    {
      title: 'a profile of a configuration that cannot be used',
      text: 'latencyProfile: p.yaml\n',
      inputs: filesOf({}, { 'p.yaml': withoutRows }),
      fileKind: 'configuration',
      expected: ['error', 'p.yaml', 'Profile `p.yaml` is not usable: it has no rows (line 7).'],
    },
  ],
  silent: [
    { title: 'a profile that can be used', text: own(), inputs: filesOf({}, { 'p.yaml': profile('') }) },
    { title: 'an unusable trace, which AFD205 reports', text: traced, inputs: filesOf({ 't.csv': withoutRows }) },
  ],
});
