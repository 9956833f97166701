import { ffnBound } from '../../../server/src/rules/sizing/ffn-bound';
import { deployment } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';

describeRule(ffnBound, {
  reports: [
    {
      title: 'FFN-bound',
      text: deployment('{ workers: 20, batchSize: 256 }'),
      expected: ['warning', '20', '20A:1F is FFN-bound: 10A:1F gives +54 % (+45 to +60 %) tokens/s per worker.'],
    },
  ],
  silent: [{ title: 'a gain within the tolerance', text: deployment('{ workers: 11, batchSize: 256 }') }],
});
