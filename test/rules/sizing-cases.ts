import { deployment, filesOf, readyTrace } from '../analysis/analysed';
import { good, own, profile, type RuleCase, single, slowCommunication, traced } from './rule-case';

const requests = Array.from({ length: 2000 }, (_, at): [number, number] => [50 + (at % 100), 1 + ((at * 37) % 999)]);
const trace = (more?: Parameters<typeof readyTrace>[1], n = 2000) =>
  filesOf({ 't.csv': readyTrace(requests.slice(0, n), more) });
const failed = (message: string, line?: number) => ({ kind: 'failed', path: '/srv/t.csv', message, line }) as const;

/** Cases of the rules about ratio, regime and workload data. */
export const sizingCases: readonly RuleCase[] = [
  {
    code: 'AFD101',
    title: 'attention-bound',
    text: deployment('{ workers: 4, batchSize: 256 }'),
    expected: ['warning', '4', '4A:1F is attention-bound: 10A:1F gives +11 % (+4.2 to +11 %) tokens/s per worker.'],
  },
  {
    code: 'AFD101',
    title: 'within the tolerance',
    text: deployment('{ workers: 9, batchSize: 256 }'),
    expected: undefined,
  },
  { code: 'AFD101', title: 'optimal', text: deployment(good), expected: undefined },
  {
    code: 'AFD102',
    title: 'communication-bound',
    text: own().replace('workers: 10', 'workers: 40'),
    inputs: filesOf({}, { 'p.yaml': slowCommunication }),
    expected: [
      'warning',
      '40',
      '40A:1F is communication-bound: 10A:1F gives +173 % (+147 to +183 %) tokens/s per worker.',
    ],
  },
  {
    code: 'AFD103',
    title: 'FFN-bound',
    text: deployment('{ workers: 20, batchSize: 256 }'),
    expected: ['warning', '20', '20A:1F is FFN-bound: 10A:1F gives +55 % (+40 to +60 %) tokens/s per worker.'],
  },
  {
    code: 'AFD104',
    title: 'pipeline-bound',
    text: deployment('{ workers: 1, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 1\n'),
    expected: ['warning', '1', '1A:1F is pipeline-bound: 4A:1F gives +32 % (+31 to +33 %) tokens/s per worker.'],
  },
  {
    code: 'AFD105',
    title: 'one microbatch',
    text: deployment(good, '{ workers: 1 }', '  microbatches: 1\n'),
    expected: [
      'info',
      '1',
      '1 microbatch overlaps no stage with another: 3 give +126 % (+114 to +128 %) tokens/s per worker, TPOT 947.2 cycles.',
    ],
  },
  {
    code: 'AFD105',
    title: 'three microbatches',
    text: deployment(good, '{ workers: 1 }', '  microbatches: 3\n'),
    expected: undefined,
  },
  { code: 'AFD105', title: 'unknown microbatches', text: deployment(good), expected: undefined },
  {
    code: 'AFD110',
    title: 'ratio outside',
    text: own(),
    inputs: filesOf({}, { 'p.yaml': profile('calibratedRanges: { ratio: [1, 8] }') }),
    expected: [
      'info',
      '10',
      'The ratio 10 is outside 1 to 8, where the profile is calibrated: no prediction. Inside it, 8A:1F is best.',
    ],
  },
  {
    code: 'AFD110',
    title: 'batch size outside',
    text: own(),
    inputs: filesOf({}, { 'p.yaml': profile('calibratedRanges: { batchSize: [1, 128] }') }),
    expected: [
      'info',
      '256',
      'The batch size 256 is outside 1 to 128, where the profile is calibrated: no prediction.',
    ],
  },
  {
    code: 'AFD110',
    title: 'inside',
    text: own(),
    inputs: filesOf({}, { 'p.yaml': profile('calibratedRanges: { ratio: [1, 16] }') }),
    expected: undefined,
  },
  {
    code: 'AFD111',
    title: 'no workload',
    text: deployment(good).replace(/ {2}workload.*\n/, ''),
    expected: ['info', 'spec', 'Not evaluated: `spec.workload` is missing: a request trace, or statistics of one.'],
  },
  {
    code: 'AFD111',
    title: 'a template',
    text: deployment('{ workers: {{ .x }}, batchSize: 256 }'),
    expected: [
      'hint',
      '{{ .x }}',
      'Not evaluated: `attention.workers` is filled in by a template; pipe what is rendered into `afd-lens check -`.',
    ],
  },
  {
    code: 'AFD111',
    title: 'a templated kind',
    text: 'kind: {{ .kind }}\n',
    expected: [
      'hint',
      '{{ .kind }}',
      'Not evaluated: `kind` is filled in by a template; pipe what is rendered into `afd-lens check -`.',
    ],
  },
  { code: 'AFD111', title: 'nothing missing', text: deployment(good), expected: undefined },
  {
    code: 'AFD201',
    title: 'a short trace',
    text: traced,
    inputs: trace({}, 10),
    expected: ['info', 't.csv', 'The trace has 10 usable requests, fewer than 1,000: theta is known to ± 20 % (95 %).'],
  },
  {
    code: 'AFD201',
    title: 'a trace of one request',
    text: traced,
    inputs: trace({}, 1),
    expected: ['info', 't.csv', 'The trace has 1 usable request, fewer than 1,000.'],
  },
  { code: 'AFD201', title: 'a long trace', text: traced, inputs: trace(), expected: undefined },
  {
    code: 'AFD202',
    title: 'an old trace',
    text: traced,
    inputs: trace({ daysOld: 91 }),
    expected: ['info', 't.csv', 'The trace file is 91 days old, more than 90: the workload may have changed.'],
  },
  { code: 'AFD202', title: 'a trace at the limit', text: traced, inputs: trace({ daysOld: 90 }), expected: undefined },
  {
    code: 'AFD203',
    title: 'marginals only',
    text: single('{ meanPrefill: 100, meanDecode: 500, variancePrefill: 9900, varianceDecode: 249500 }'),
    expected: [
      'info',
      'statistics',
      'Without the covariance of prefill and decode, theta is only known as 499.6 to 698.4: optimum 7A:1F to 11A:1F.',
    ],
  },
  { code: 'AFD203', title: 'an exact theta', text: deployment(good), expected: undefined },
  {
    code: 'AFD204',
    title: 'malformed rows',
    text: traced,
    inputs: trace({ skipped: { failed: 0, malformed: 2, zeroDecode: 1 } }),
    expected: ['info', 't.csv', '3 rows of the trace not used: 2 malformed, 1 without decode steps.'],
  },
  {
    code: 'AFD204',
    title: 'failed rows only',
    text: traced,
    inputs: trace({ skipped: { failed: 1, malformed: 0, zeroDecode: 0 } }),
    expected: ['hint', 't.csv', '1 row of the trace not used: 1 failed.'],
  },
  { code: 'AFD204', title: 'every row used', text: traced, inputs: trace(), expected: undefined },
  {
    code: 'AFD205',
    title: 'an unusable trace',
    text: traced,
    inputs: filesOf({ 't.csv': failed('No column of prompt lengths.', 1) }),
    expected: ['error', 't.csv', 'No column of prompt lengths.'],
  },
  {
    code: 'AFD205',
    title: 'a line named already',
    text: traced,
    inputs: filesOf({ 't.csv': failed('Line 3 is cut off', 3) }),
    expected: ['error', 't.csv', 'Line 3 is cut off.'],
  },
  { code: 'AFD205', title: 'a usable trace', text: traced, inputs: trace(), expected: undefined },
  {
    code: 'AFD206',
    title: 'impossible statistics',
    text: single('{ meanPrefill: 100, meanDecode: 0.5, varianceDecode: 1, covariance: 0 }'),
    expected: ['error', '0.5', 'meanDecode is 0.5, but every request has at least one decode step.'],
  },
  {
    code: 'AFD206',
    title: 'a wrong type is for the schema',
    text: single('{ meanPrefill: a, meanDecode: 5, varianceDecode: 1, covariance: 0 }'),
    expected: undefined,
  },
];
