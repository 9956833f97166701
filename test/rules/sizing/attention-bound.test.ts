import { attentionBound } from '../../../server/src/rules/sizing/attention-bound';
import { deployment } from '../../analysis/analysed';
import { good } from '../base-texts';
import { describeRule } from '../describe-rule';

describeRule(attentionBound, {
  reports: [
    {
      title: 'attention-bound',
      text: deployment('{ workers: 4, batchSize: 256 }'),
      expected: ['warning', '4', '4A:1F is attention-bound: 10A:1F gives +11 % (+8.9 to +12 %) tokens/s per worker.'],
    },
  ],
  silent: [
    {
      title: 'within the tolerance',
      text: deployment('{ workers: 9, batchSize: 256 }'),
    },
    { title: 'optimal', text: deployment(good) },
  ],
});
