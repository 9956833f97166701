import { modelMismatch } from '../../../server/src/rules/document/model-mismatch';
import { deployment } from '../../analysis/analysed';
import { good } from '../base-texts';
import { describeRule } from '../describe-rule';

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
  ],
  silent: [
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
