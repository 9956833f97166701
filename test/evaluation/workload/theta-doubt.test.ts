import assert from 'node:assert/strict';
import type { ReadyTrace } from '../../../server/src/evaluation/inputs';
import { planQuestion } from '../../../server/src/evaluation/plan-deployment';
import { thetaDoubt, thetaUnknown } from '../../../server/src/evaluation/workload/theta-doubt';
import { summarize } from '../../../server/src/wording/summary';
import type { WorkloadErrors } from '../../../server/src/workload/errors/workload-errors';
import type { TraceSummary } from '../../../server/src/workload/trace-summary';
import { analyse, filesOf, readyTrace } from '../../analysis/analysed';
import { traced } from '../../rules/base-texts';

const requests = Array.from({ length: 2000 }, (_, at): [number, number] => [50 + (at % 100), 1 + ((at * 37) % 999)]);
const errors = (theta: number): WorkloadErrors => ({
  theta,
  nu: 0,
  meanDecode: 0,
  thetaNuCorrelation: 0,
  groups: 9,
  by: 'time',
  reach95: 2,
});

function evaluated(more: Partial<TraceSummary>, list = requests) {
  const trace = readyTrace(list) as ReadyTrace;
  const document = analyse(traced, filesOf({ 't.csv': { ...trace, summary: { ...trace.summary, ...more } } }))
    .documents[0]!;
  return { deployment: document.deployment!, evaluation: document.evaluation! };
}

const why = ({ deployment, evaluation }: ReturnType<typeof evaluated>) =>
  thetaUnknown(deployment, evaluation.workload)?.message;

describe('theta-doubt', () => {
  it('keeps pools from being recommended where theta is known no better than to ± 50 %', () => {
    const [known, unknown] = [evaluated({ errors: errors(0.2499) }), evaluated({ errors: errors(0.2501) })];
    assert.ok(known.evaluation.sizing);
    assert.equal(why(known), undefined);
    assert.equal(unknown.evaluation.sizing, undefined);
    assert.equal(why(unknown), 'theta is only known to ± 50 % (95 %), give a longer trace');
    assert.equal(summarize(unknown.deployment, unknown.evaluation), '10A:1F · not evaluated: theta is hardly known');
  });

  it('names the request that decides it', () => {
    const dominant = { line: 3002, prefill: 300, decode: 1_000_000, share: 0.9983, thetaWithout: 726.3 };
    assert.equal(
      why(evaluated({ errors: errors(1), dominant })),
      'theta is only known to ± 200 % (95 %): line 3,002 of the trace carries over 99 % of it (300 + 1,000,000 tokens), and without that request it is 726.3',
    );
  });

  it('is whole for a single request, and none where no error is stated', () => {
    const single = evaluated({}, requests.slice(5, 6));
    assert.equal(why(single), 'theta rests on a single request, which says nothing of the next');
    const estimate = { kind: 'point', meanPrefill: 1, meanDecode: 1, covariance: 0, nu: 1 } as const;
    const doubt = (more: { requests: number | undefined; thetaStandardError: number | undefined; theta: number }) =>
      thetaDoubt({ ...estimate, ...more });
    assert.equal(doubt({ requests: undefined, thetaStandardError: undefined, theta: 5 }), 0);
    assert.equal(doubt({ requests: 1, thetaStandardError: undefined, theta: 5 }), 1);
    assert.equal(doubt({ requests: 9, thetaStandardError: 0, theta: 0 }), 0);
  });

  it('refuses a joint choice, in a sentence', () => {
    const { deployment, evaluation } = evaluated({ errors: errors(0.4) });
    const outcome = planQuestion(deployment, evaluation, { workers: 8 });
    assert.deepEqual(outcome, {
      kind: 'refused',
      message: 'Theta is only known to ± 80 % (95 %), give a longer trace.',
    });
  });
});
