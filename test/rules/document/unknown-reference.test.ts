import assert from 'node:assert/strict';
import type { FileSettings } from '../../../server/src/configuration/file-settings';
import { unknownReference } from '../../../server/src/rules/document/unknown-reference';
import { deployment, filesOf, findingsOf, fixed } from '../../analysis/analysed';
import { good, own, profile } from '../base-texts';
import { bare, under } from '../configured';
import { describeRule } from '../describe-rule';
import { launchCase, pairScript } from '../launch-pair';
import { onDevices } from '../on-devices';

describeRule(unknownReference, {
  reports: [
    {
      title: 'a misspelt profile',
      text: deployment(good).replace('ascend', 'ascent'),
      expected: [
        'error',
        'ascent-910c-deepseek-v3',
        'Unknown latency profile `ascent-910c-deepseek-v3`; did you mean `ascend-910c-deepseek-v3`?',
      ],
    },
    {
      title: 'an unknown profile',
      text: deployment(good).replace('ascend-910c-deepseek-v3', 'h100'),
      expected: [
        'error',
        'h100',
        'Unknown latency profile `h100`; built-in: ascend-910c-deepseek-v3; or give a file, like `./profile.yaml`.',
      ],
    },
    {
      title: 'a misspelt model',
      text: deployment(good, '{ workers: 1 }', '  model: deepseekk-v3\n'),
      expected: ['info', 'deepseekk-v3', 'Unknown model `deepseekk-v3`; did you mean `deepseek-v3`?'],
    },
    {
      title: 'a misspelt device of a pool',
      text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12, device: h8000 }'),
      expected: ['error', 'h8000', 'Unknown device `h8000`; did you mean `h800`?'],
    },
    {
      title: 'a device that resembles none',
      text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12, device: abacus }'),
      expected: [
        'error',
        'abacus',
        'Unknown device `abacus`; give an id of the catalogue, like `h800`, or a device file, like `./device.afd.yaml`.',
      ],
    },
    {
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
      title: 'a profile that a configuration misspells, at its name',
      text: 'latencyProfile: ascend-910c-deepseek-v\n',
      fileKind: 'configuration',
      expected: [
        'error',
        'ascend-910c-deepseek-v',
        'Unknown latency profile `ascend-910c-deepseek-v`; did you mean `ascend-910c-deepseek-v3`?',
      ],
    },
  ],
  silent: [
    {
      title: 'a model with another number',
      text: deployment(good, '{ workers: 1 }', '  model: qwen3-14b\n'),
    },
    {
      title: 'a model of one’s own',
      text: deployment(good, '{ workers: 1 }', '  model: our-finetune\n'),
    },
    {
      ...launchCase('a model of launches, which the engine looks for', pairScript({ both: { model: 'deepseekk-v3' } })),
      fileKind: 'script',
    },
    {
      title: 'a model that the profile was taken on',
      text: `${own()}  model: deepseekk-v3\n`,
      inputs: filesOf({}, { 'p.yaml': profile('model: deepseekk-v3\n') }),
    },
  ],
});

describe('unknown-reference', () => {
  const fixes = (text: string, settings?: FileSettings) =>
    findingsOf(text, undefined, settings)
      .filter(({ code }) => code === 'AFD304')
      .flatMap((finding) => finding.fixes.filter(({ suppression }) => !suppression));

  it('offers what was meant, as the preferred fix', () => {
    for (const [text, meant] of [
      [deployment(good).replace('ascend', 'ascent'), deployment(good)],
      [
        deployment(good, '{ workers: 1 }', '  model: deepseekk-v3\n'),
        deployment(good, '{ workers: 1 }', '  model: deepseek-v3\n'),
      ],
    ] as const) {
      const [fix, ...others] = fixes(text);
      assert.deepEqual([fix?.preferred, fix?.cosmetic, others], [true, false, []]);
      assert.equal(fixed(text, fix!), meant);
    }
  });

  it('offers nothing where nothing is like it, or where it is written elsewhere', () => {
    assert.deepEqual(fixes(deployment(good).replace('ascend-910c-deepseek-v3', 'h100')), []);
    const shared = deployment(good).replace('latencyProfile: ascend-910c-deepseek-v3', 'latencyProfile: *p');
    assert.deepEqual(fixes(shared.replace('spec:', 'x-p: &p ascent-910c-deepseek-v3\nspec:')), []);
    assert.deepEqual(fixes(bare, under('latencyProfile: ascent-910c-deepseek-v3\n')), []);
  });
});
