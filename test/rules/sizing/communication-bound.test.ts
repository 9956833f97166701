import { communicationBound } from '../../../server/src/rules/sizing/communication-bound';
import { filesOf } from '../../analysis/analysed';
import { own, slowCommunication } from '../base-texts';
import { describeRule } from '../describe-rule';

describeRule(communicationBound, {
  reports: [
    {
      title: 'communication-bound',
      text: own().replace('workers: 10', 'workers: 40'),
      inputs: filesOf({}, { 'p.yaml': slowCommunication }),
      expected: [
        'warning',
        '40',
        '40A:1F is communication-bound: 10A:1F gives +172 % (+155 to +184 %) tokens/s per worker.',
      ],
    },
  ],
  silent: [{ title: 'the best ratio', text: own(), inputs: filesOf({}, { 'p.yaml': slowCommunication }) }],
});
