import type { ReadyTrace } from '../../../server/src/evaluation/inputs';
import { thetaUncertain } from '../../../server/src/rules/workload/theta-uncertain';
import type { WorkloadErrors } from '../../../server/src/workload/errors/workload-errors';
import type { TraceSummary } from '../../../server/src/workload/trace-summary';
import { deployment, filesOf, readyTrace } from '../../analysis/analysed';
import { good, single, traced } from '../base-texts';
import { bare, under } from '../configured';
import { describeRule } from '../describe-rule';

const requests = Array.from({ length: 2000 }, (_, at): [number, number] => [50 + (at % 100), 1 + ((at * 37) % 999)]);

/** A trace of 2,000 requests with more in its summary. */
function inputsWith(more: Partial<TraceSummary>, count = 2000) {
  const trace = readyTrace(requests.slice(0, count)) as ReadyTrace;
  return filesOf({ 't.csv': { ...trace, summary: { ...trace.summary, ...more } } });
}

const errors = (theta: number, by: WorkloadErrors['by']): WorkloadErrors => ({
  theta,
  nu: 0.01,
  meanDecode: 0.01,
  thetaNuCorrelation: 0,
  groups: 20,
  by,
  reach95: 2,
});
const dominant = { line: 7, prefill: 100, decode: 90_000, share: 0.125, thetaWithout: 500 };

describeRule(thetaUncertain, {
  reports: [
    {
      title: 'an interval just beyond 20 %',
      text: traced,
      inputs: inputsWith({ errors: errors(0.1005, 'time') }),
      expected: ['info', 't.csv', 'theta is known only to ± 20 % (95 %), as requests of the same time are alike.'],
    },
    {
      title: 'conversations that differ',
      text: traced,
      inputs: inputsWith({ errors: errors(0.15, 'conversations') }),
      expected: ['info', 't.csv', 'theta is known only to ± 30 % (95 %), as requests of a conversation are alike.'],
    },
    {
      title: 'one request that carries much',
      text: traced,
      inputs: inputsWith({ dominant }),
      expected: [
        'info',
        't.csv',
        'Line 7 of the trace carries 13 % of theta: without that request it is 500, not 426.1.',
      ],
    },
    {
      title: 'statistics with a wide error',
      text: single(
        '{ meanPrefill: 100, meanDecode: 500, variancePrefill: 9900, varianceDecode: 249500, covariance: 0, thetaStandardError: 90 }',
      ),
      expected: ['info', 'statistics', 'theta is known only to ± 29 % (95 %).'],
    },
    {
      title: 'an interval of just enough requests, of a trace that the configuration names',
      text: bare,
      inputs: {
        ...filesOf(),
        trace: () => inputsWith({ errors: errors(0.15, 'requests') }, 1000).trace('t.csv', undefined),
      },
      settings: under('latencyProfile: ascend-910c-deepseek-v3\nworkload: { trace: t.csv }\n'),
      expected: ['info', 'spec', 'theta (from `afd-lens.config.yaml`) is known only to ± 30 % (95 %).'],
    },
  ],
  silent: [
    { title: 'an interval just within 20 %', text: traced, inputs: inputsWith({ errors: errors(0.0995, 'time') }) },
    {
      title: 'few requests, of which AFD201 says it',
      text: traced,
      inputs: inputsWith({ errors: errors(0.2, 'time') }, 900),
    },
    { title: 'what is not sized', text: traced, inputs: inputsWith({ errors: errors(0.3, 'time'), dominant }) },
    { title: 'exact statistics', text: deployment(good) },
  ],
});
