import { traceTooShort } from '../../../server/src/rules/workload/trace-too-short';
import { traced, traceInputs } from '../base-texts';
import { describeRule } from '../describe-rule';

describeRule(traceTooShort, {
  reports: [
    {
      title: 'a short trace',
      text: traced,
      inputs: traceInputs({}, 10),
      expected: [
        'info',
        't.csv',
        'The trace has 10 usable requests, fewer than 1,000: theta is known to ± 20 % (95 %).',
      ],
    },
    {
      title: 'a trace of one request too few',
      text: traced,
      inputs: traceInputs({}, 999),
      expected: [
        'info',
        't.csv',
        'The trace has 999 usable requests, fewer than 1,000: theta is known to ± 1.8 % (95 %).',
      ],
    },
    {
      title: 'a trace of one request',
      text: traced,
      inputs: traceInputs({}, 1),
      expected: ['info', 't.csv', 'The trace has 1 usable request, fewer than 1,000.'],
    },
  ],
  silent: [
    { title: 'a long trace', text: traced, inputs: traceInputs() },
    { title: 'a trace of just enough requests', text: traced, inputs: traceInputs({}, 1000) },
  ],
});
