import { thetaInterval } from '../../../server/src/rules/workload/theta-interval';
import { deployment } from '../../analysis/analysed';
import { good, single } from '../base-texts';
import { describeRule } from '../describe-rule';

describeRule(thetaInterval, {
  reports: [
    {
      title: 'marginals only',
      text: single('{ meanPrefill: 100, meanDecode: 500, variancePrefill: 9900, varianceDecode: 249500 }'),
      expected: [
        'info',
        'statistics',
        'Without the covariance of prefill and decode, theta is only known as 499.6 to 698.4: optimum 7A:1F to 11A:1F.',
      ],
    },
  ],
  silent: [{ title: 'an exact theta', text: deployment(good) }],
});
