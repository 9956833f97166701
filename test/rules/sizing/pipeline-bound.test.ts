import { pipelineBound } from '../../../server/src/rules/sizing/pipeline-bound';
import { deployment } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';

describeRule(pipelineBound, {
  reports: [
    {
      title: 'pipeline-bound',
      text: deployment('{ workers: 1, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 1\n'),
      expected: ['warning', '1', '1A:1F is pipeline-bound: 4A:1F gives +32 % (+30 to +34 %) tokens/s per worker.'],
    },
  ],
  silent: [
    {
      title: 'the best ratio of one microbatch',
      text: deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 1\n'),
    },
  ],
});
