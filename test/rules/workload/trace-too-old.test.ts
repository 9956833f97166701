import type { ReadyTrace } from '../../../server/src/evaluation/inputs';
import { traceTooOld } from '../../../server/src/rules/workload/trace-too-old';
import { filesOf, now, readyTrace } from '../../analysis/analysed';
import { traced, traceInputs } from '../base-texts';
import { describeRule } from '../describe-rule';

function traceWith(known: { readonly modifiedMs: undefined; readonly lastArrivalDaysAgo?: number }) {
  const { lastArrivalDaysAgo: days, modifiedMs } = known;
  const trace = readyTrace([[100, 50]]) as ReadyTrace;
  const lastArrival = days === undefined ? undefined : now / 1000 - days * 86_400;
  return filesOf({ 't.csv': { ...trace, modifiedMs, summary: { ...trace.summary, lastArrival } } });
}

describeRule(traceTooOld, {
  reports: [
    {
      title: 'an old trace',
      text: traced,
      inputs: traceInputs({ daysOld: 91 }),
      expected: ['info', 't.csv', 'The trace file is 91 days old, more than 90: the workload may have changed.'],
    },
    {
      title: 'a trace whose requests are dated',
      text: traced,
      inputs: traceWith({ modifiedMs: undefined, lastArrivalDaysAgo: 91 }),
      expected: [
        'info',
        't.csv',
        'The last request of the trace arrived 91 days ago, more than 90: the workload may have changed.',
      ],
    },
  ],
  silent: [
    {
      title: 'a trace of which nobody knows how old it is',
      text: traced,
      inputs: traceWith({ modifiedMs: undefined }),
    },
    { title: 'a trace at the limit', text: traced, inputs: traceInputs({ daysOld: 90 }) },
  ],
});
