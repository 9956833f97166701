import assert from 'node:assert/strict';
import type { Evaluation } from '../../server/src/evaluation/evaluation';
import type { Inputs, ProfileState } from '../../server/src/evaluation/inputs';
import { readProfile } from '../../server/src/latency/profile-document';
import { analyse, filesOf, header, readyTrace } from '../analysis/analysed';
import { noHardwareFiles } from './no-hardware-files';

const base = 'latencyProfile: ascend-910c-deepseek-v3';
const geometric = 'workload: { statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }';
const marginals =
  'workload: { statistics: { meanPrefill: 100, meanDecode: 500, variancePrefill: 9900, varianceDecode: 249500 } }';
const pools = ['attention: { workers: 4, batchSize: 256 }', 'ffn: { workers: 1 }'];

function evaluate(lines: readonly string[], inputs?: Inputs): Evaluation {
  const [document] = analyse(`${header}spec:\n${lines.map((line) => `  ${line}\n`).join('')}`, inputs).documents;
  assert.ok(document?.evaluation);
  return document.evaluation;
}

const profile = (more: string): ProfileState => {
  const text = `apiVersion: afd-lens/v1\nkind: LatencyProfile\ntimeUnit: ms\ncalibration: measured
attention: { alpha: 0.00165, beta: 50 }\nffn: { alpha: 0.083, beta: 100 }\ncommunication: { alpha: 0.022, beta: 20 }\n${more}`;
  const outcome = readProfile(text, 'p');
  assert.equal(outcome.kind, 'ready', text);
  return {
    kind: 'ready',
    path: '/srv/p.yaml',
    profile: (outcome as Extract<typeof outcome, { kind: 'ready' }>).profile,
  };
};
const withProfile = (more: string, traces = {}) => filesOf(traces, { 'p.yaml': profile(more) });

describe('evaluate', () => {
  const statuses: readonly [string, readonly string[], Evaluation['status'], readonly string[]][] = [
    ['everything', [base, geometric, ...pools], 'evaluated', []],
    ['no workload', [base, ...pools], 'partial', ['`spec.workload` is missing: a request trace, or statistics of one']],
    [
      'no profile',
      [geometric, ...pools],
      'partial',
      ['`spec.latencyProfile` is missing: a built-in id or the path of a profile file'],
    ],
    [
      'no batch size',
      [base, geometric, 'attention: { workers: 4 }', 'ffn: { workers: 1 }'],
      'partial',
      ['`attention.batchSize` is missing: requests per attention worker in one microbatch'],
    ],
    [
      'a templated size',
      [base, geometric, 'attention: { workers: {{ .x }}, batchSize: 256 }', 'ffn: { workers: 1 }'],
      'partial',
      ['`attention.workers` is filled in by a template'],
    ],
    [
      'a templated trace',
      [base, 'workload: { trace: "{{ .x }}" }', ...pools],
      'partial',
      ['`trace` is filled in by a template'],
    ],
    ['trace and statistics', [base, `${geometric.slice(0, -2)}, trace: a.csv }`, ...pools], 'partial', []],
    ['a missing trace', [base, 'workload: { trace: a.csv }', ...pools], 'partial', []],
    [
      'nothing at all',
      [],
      'notEvaluated',
      [
        '`spec.workload` is missing: a request trace, or statistics of one',
        '`spec.latencyProfile` is missing: a built-in id or the path of a profile file',
      ],
    ],
    [
      'a horizon with a trace',
      [base, 'workload: { trace: t.csv, horizonRequests: 10 }', ...pools],
      'evaluated',
      ['`horizonRequests` needs `statistics` with `distribution: geometric`; with a trace the stationary load is used'],
    ],
    [
      'a horizon without a geometric law',
      [base, `${marginals.slice(0, -1)}, horizonRequests: 10 }`, ...pools],
      'partial',
      [],
    ],
  ];
  for (const [title, lines, status, missing] of statuses) {
    it(`knows how far it came: ${title}`, () => {
      const evaluation = evaluate(
        lines,
        filesOf({
          't.csv': readyTrace(Array.from({ length: 40 }, (_, at) => [100 + at, 400 + at] as const)),
        }),
      );
      assert.equal(evaluation.status, status);
      assert.deepEqual(
        evaluation.missing.map(({ message }) => message),
        missing,
      );
      assert.equal(evaluation.sizing !== undefined, status === 'evaluated');
    });
  }

  it('is loading while a file is read, and without numbers', () => {
    const loading: Inputs = {
      ...noHardwareFiles,
      trace: () => ({ kind: 'loading' }),
      profile: () => ({ kind: 'loading' }),
    };
    for (const lines of [
      [base, 'workload: { trace: a.csv }', ...pools],
      ['latencyProfile: p.yaml', geometric, ...pools],
    ]) {
      const evaluation = evaluate(lines, loading);
      assert.deepEqual([evaluation.loading, evaluation.status, evaluation.sizing], [true, 'partial', undefined]);
    }
  });

  it('takes theta and nu from statistics, and over a horizon theta alone', () => {
    const stationary = evaluate([base, geometric, ...pools]).workload?.estimate;
    const finite = evaluate([base, `${geometric.slice(0, -2)}, horizonRequests: 10000 }`, ...pools]).workload?.estimate;
    assert.ok(stationary?.kind === 'point' && finite?.kind === 'point');
    assert.equal(stationary.theta, 599);
    assert.ok(Math.abs(stationary.nu! - Math.sqrt(499 * 500 + 99 * 100)) < 1e-9);
    // The age of a slot's load has decayed to 499 (1 - 1 / (10000 / 256)): 586.2.
    assert.ok(Math.abs(finite.theta - (100 + 499 * (1 - 256 / 10000))) < 1e-3);
    assert.equal(finite.nu, undefined);
  });

  it('gives the optima at both ends where theta is an interval, and no judgement', () => {
    const { interval, sizing, status } = evaluate([base, marginals, ...pools]);
    assert.equal(sizing, undefined);
    assert.equal(status, 'partial');
    // |Cov| <= sqrt(9900 x 249500) moves theta by 99.4 around 599: mean-field r* 7.58 and 11.53, best integers 7 and 11.
    assert.deepEqual(interval, { low: { attention: 7, ffn: 1 }, high: { attention: 11, ffn: 1 } });
  });

  const ranges: readonly [string, string, readonly string[], readonly string[]][] = [
    ['a ratio outside', 'calibratedRanges: { ratio: [5, 20] }', [geometric, ...pools], ['ratio']],
    ['a ratio at the edge', 'calibratedRanges: { ratio: [4, 20] }', [geometric, ...pools], []],
    ['a batch size outside', 'calibratedRanges: { batchSize: [1, 255] }', [geometric, ...pools], ['batch size']],
    ['a token load outside', 'calibratedRanges: { tokenLoad: [0, 1000] }', [geometric, ...pools], ['token load']],
    [
      'all outside',
      'calibratedRanges: { ratio: [5, 20], batchSize: [1, 2], tokenLoad: [0, 1] }',
      [geometric, ...pools],
      ['batch size', 'token load', 'ratio'],
    ],
    [
      'an interval that reaches outside',
      'calibratedRanges: { tokenLoad: [0, 153344] }',
      [marginals, ...pools],
      ['token load'],
    ],
  ];
  for (const [title, more, lines, outside] of ranges) {
    it(`predicts nothing outside the calibrated ranges: ${title}`, () => {
      const evaluation = evaluate(['latencyProfile: p.yaml', ...lines], withProfile(more));
      assert.deepEqual(
        evaluation.outOfRange.map(({ what }) => what),
        outside,
      );
      assert.equal(evaluation.sizing === undefined, outside.length > 0);
      if (outside.length > 0) assert.equal(evaluation.interval, undefined);
    });
  }

  it('names the best pools inside the range when only the ratio is outside', () => {
    const inputs = withProfile('calibratedRanges: { ratio: [5, 8] }');
    assert.deepEqual(evaluate(['latencyProfile: p.yaml', geometric, ...pools], inputs).outOfRange[0]?.bestInside, {
      attention: 8,
      ffn: 1,
    });
  });

  it('has no interval where no pools meet the objective at one of its ends', () => {
    const inputs = withProfile('');
    const lines = ['latencyProfile: p.yaml', marginals, ...pools, 'microbatches: 1', 'slo: { tpot: 1ms }'];
    assert.equal(evaluate(lines, inputs).interval, undefined);
  });

  it('says so where the numbers are out of all proportion', () => {
    const huge = profile('').kind === 'ready' ? profile('') : undefined;
    assert.ok(huge?.kind === 'ready');
    const latency = { ...huge.profile.latency, attention: { alpha: 1e308, beta: 1 } };
    const inputs = filesOf({}, { 'p.yaml': { ...huge, profile: { ...huge.profile, latency } } });
    const { status, missing } = evaluate(['latencyProfile: p.yaml', geometric, ...pools], inputs);
    assert.equal(status, 'partial');
    assert.match(missing[0]!.message, /^these stage times and token loads give no finite cycle time/);
  });
});
