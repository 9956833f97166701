import { modelMismatch } from '../../../server/src/rules/document/model-mismatch';
import { deployment } from '../../analysis/analysed';
import { good } from '../base-texts';
import { describeRule } from '../describe-rule';
import { launchCase, pairScript } from '../launch-pair';

/** Both launches of a pair serve `model`, sized with the built-in profile of DeepSeek-V3. */
const serving = (model: string) => `# afd-lens: profile=ascend-910c-deepseek-v3\n${pairScript({ both: { model } })}`;

describeRule(modelMismatch, {
  reports: [
    {
      title: 'a profile of another model',
      text: deployment(good, '{ workers: 1 }', '  model: kimi-k2\n'),
      expected: [
        'warning',
        'ascend-910c-deepseek-v3',
        'The profile was taken on `deepseek-v3`, this deployment serves `kimi-k2`: its numbers may not hold.',
      ],
    },
    {
      title: 'a profile of another model than one that nobody knows',
      text: deployment(good, '{ workers: 1 }', '  model: our-finetune\n'),
      expected: [
        'warning',
        'ascend-910c-deepseek-v3',
        'The profile was taken on `deepseek-v3`, this deployment serves `our-finetune`: its numbers may not hold.',
      ],
    },
    {
      ...launchCase('launches of another model that is known', serving('moonshotai/Kimi-K2')),
      fileKind: 'script',
      expected: [
        'warning',
        'ascend-910c-deepseek-v3',
        'The profile was taken on `deepseek-v3`, this deployment serves `moonshotai/Kimi-K2`: its numbers may not hold.',
      ],
    },
  ],
  silent: [
    {
      ...launchCase('launches of a folder, which says nothing of the model', serving('/models/ours')),
      fileKind: 'script',
    },
    {
      title: 'the same model, written otherwise',
      text: deployment(good, '{ workers: 1 }', '  model: deepseek-ai/DeepSeek-V3\n'),
    },
    {
      title: 'a model of the same shape',
      text: deployment(good, '{ workers: 1 }', '  model: deepseek-ai/DeepSeek-R1\n'),
    },
  ],
});
