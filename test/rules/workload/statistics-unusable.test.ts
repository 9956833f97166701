import { statisticsUnusable } from '../../../server/src/rules/workload/statistics-unusable';
import { single } from '../base-texts';
import { bare, under } from '../configured';
import { describeRule } from '../describe-rule';

const impossible = single('{ meanPrefill: 100, meanDecode: 0.5, varianceDecode: 1, covariance: 0 }');

describeRule(statisticsUnusable, {
  reports: [
    {
      title: 'impossible statistics',
      text: impossible,
      expected: ['error', '0.5', 'meanDecode is 0.5, but every request has at least one decode step.'],
    },
    {
      title: 'statistics of the configuration that cannot be used',
      text: bare,
      settings: under('workload: { statistics: { meanPrefill: -1, meanDecode: 10 } }\n'),
      expected: ['error', 'spec', 'meanPrefill is -1, but it cannot be negative (from `afd-lens.config.yaml`).'],
    },
    {
      title: 'impossible statistics beside what is for the schema',
      text: impossible.replace('workload:', 'model: [none]\n  workload:'),
      expected: ['error', '0.5', 'meanDecode is 0.5, but every request has at least one decode step.'],
    },
    {
      title: 'impossible statistics before what is for the schema',
      text: `${impossible}  slo: { tpot: soon }\n`,
      expected: ['error', '0.5', 'meanDecode is 0.5, but every request has at least one decode step.'],
    },
  ],
  silent: [
    {
      title: 'a wrong type is for the schema',
      text: single('{ meanPrefill: a, meanDecode: 5, varianceDecode: 1, covariance: 0 }'),
    },
  ],
});
