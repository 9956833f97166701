import assert from 'node:assert/strict';
import { deviceMismatch } from '../../../server/src/rules/launch/device-mismatch';
import { filesOf, findingsOf } from '../../analysis/analysed';
import { profile } from '../base-texts';
import { under } from '../configured';
import { describeRule } from '../describe-rule';
import { launchCase, manifestOf, pairManifest, pairScript, reported } from '../launch-pair';

const asking = (resource: string, text = pairManifest()): string =>
  `# afd-lens: profile=ascend-910c-deepseek-v3\n${text.replaceAll(/^( *)image: .*\n/gm, `$&$1resources: { limits: { ${resource}: 8 } }\n`)}`;

describeRule(deviceMismatch, {
  reports: [
    {
      ...launchCase('a profile of another maker', asking('nvidia.com/gpu')),
      expected: [
        'warning',
        'ascend-910c-deepseek-v3',
        'The profile was taken on `ascend-910c`, these pods ask for `nvidia.com/gpu`: its numbers do not hold.',
      ],
    },
  ],
  silent: [
    launchCase('a profile of the same maker', asking('huawei.com/Ascend910')),
    launchCase('a maker that is not known', asking('example.com/gpu')),
  ],
});

describe('AFD423', () => {
  it('reports a profile of another maker than that of the pods, at the profile', () => {
    assert.deepEqual(reported('AFD423', asking('nvidia.com/gpu')), [
      [
        'warning',
        'ascend-910c-deepseek-v3',
        'The profile was taken on `ascend-910c`, these pods ask for `nvidia.com/gpu`: its numbers do not hold.',
      ],
    ]);
  });

  it('reports a profile that the configuration names at what the pods ask for', () => {
    const text = asking('nvidia.com/gpu').replace(/^#.*\n/, '');
    const settings = under('latencyProfile: ascend-910c-deepseek-v3\n');
    const found = findingsOf(text, undefined, settings, 'manifest').filter(({ code }) => code === 'AFD423');
    assert.deepEqual(
      found.map(({ start, end, message }) => [text.slice(start, end), message.slice(0, 49)]),
      [['nvidia.com/gpu', 'The profile (from `afd-lens.config.yaml`) was tak']],
    );
  });

  it('reports one that the comment of another file names, or pods of which only another file says what they ask for', () => {
    const at = (text: string, other: string, configuration?: string) => {
      const { inputs } = launchCase('', text, { others: { '/srv/ffn.yaml': other } });
      const settings = configuration === undefined ? undefined : under(configuration);
      const found = findingsOf(text, inputs, settings, 'manifest').filter(({ code }) => code === 'AFD423');
      return found.map(({ start, end }) => text.slice(start, end));
    };
    const named = asking('nvidia.com/gpu', manifestOf('ffn'));
    const unnamed = (text: string) => text.replace(/^#.*\n/, '');
    const own = unnamed(asking('nvidia.com/gpu', manifestOf('attention')));
    assert.deepEqual(at(own, named), ['nvidia.com/gpu']);
    const configuration = 'latencyProfile: ascend-910c-deepseek-v3\n';
    assert.deepEqual(at(own, unnamed(named), configuration), ['nvidia.com/gpu']);
    assert.deepEqual(at(manifestOf('attention'), unnamed(named), configuration), []);
    const of910c = unnamed(asking('huawei.com/Ascend910', manifestOf('attention')));
    assert.deepEqual(at(of910c, unnamed(named), configuration), []);
  });

  it('knows no maker where a profile speaks of several', () => {
    const text = asking('nvidia.com/gpu').replace('profile=ascend-910c-deepseek-v3', 'profile=p.yaml');
    const count = (device: string) => {
      const inputs = filesOf({}, { 'p.yaml': profile(`device: ${device}\n`) });
      return findingsOf(text, inputs, undefined, 'manifest').filter(({ code }) => code === 'AFD423').length;
    };
    assert.deepEqual([count('Ascend 910C'), count('Ascend 910C beside Instinct MI300X')], [1, 0]);
  });

  it('is silent where the maker is the same, or one of them is not known', () => {
    assert.deepEqual(reported('AFD423', asking('huawei.com/Ascend910')), []);
    assert.deepEqual(reported('AFD423', asking('example.com/gpu')), []);
    assert.deepEqual(reported('AFD423', `# afd-lens: profile=ascend-910c-deepseek-v3\n${pairManifest()}`), []);
    assert.deepEqual(reported('AFD423', `# afd-lens: profile=ascend-910c-deepseek-v3\n${pairScript()}`), []);
    assert.deepEqual(reported('AFD423', asking('nvidia.com/gpu').replace(/^#.*\n/, '')), []);
  });
});
