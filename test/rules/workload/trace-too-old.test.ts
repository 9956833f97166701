import { traceTooOld } from '../../../server/src/rules/workload/trace-too-old';
import { traced, traceInputs } from '../base-texts';
import { describeRule } from '../describe-rule';

describeRule(traceTooOld, {
  reports: [
    {
      title: 'an old trace',
      text: traced,
      inputs: traceInputs({ daysOld: 91 }),
      expected: ['info', 't.csv', 'The trace file is 91 days old, more than 90: the workload may have changed.'],
    },
  ],
  silent: [{ title: 'a trace at the limit', text: traced, inputs: traceInputs({ daysOld: 90 }) }],
});
