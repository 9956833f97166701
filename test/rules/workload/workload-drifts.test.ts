import assert from 'node:assert/strict';
import type { ReadyTrace } from '../../../server/src/evaluation/inputs';
import { driftRegret } from '../../../server/src/evaluation/workload/drift-regret';
import { workloadDrifts } from '../../../server/src/rules/workload/workload-drifts';
import type { WorkloadPeriod } from '../../../server/src/workload/errors/periods';
import { analyse, filesOf, readyTrace } from '../../analysis/analysed';
import { traced } from '../base-texts';
import { describeRule } from '../describe-rule';
import { assertToldFrom } from '../threshold';

const requests = Array.from({ length: 2000 }, (_, at): [number, number] => [50 + (at % 100), 1 + ((at * 37) % 999)]);

const period = (start: number, theta: number, thetaError = 0.02): WorkloadPeriod => ({
  start,
  seconds: 3600,
  requests: 1000,
  steps: 500_000,
  theta,
  nu: theta,
  meanDecode: 500,
  thetaError,
});

function inputsWith(periods: readonly WorkloadPeriod[]) {
  const trace = readyTrace(requests) as ReadyTrace;
  return filesOf({ 't.csv': { ...trace, summary: { ...trace.summary, periods } } });
}

describeRule(workloadDrifts, {
  reports: [
    {
      title: 'hours that want other ratios',
      text: traced,
      inputs: inputsWith([period(7200, 426), period(10_800, 1600)]),
      expected: [
        'info',
        't.csv',
        'No one ratio fits the trace: 6A:1F loses 3.9 % over time. After 60 minutes theta is 1,600, not 426.1 (32A:1F).',
      ],
    },
  ],
  silent: [
    { title: 'hours that are alike', text: traced, inputs: inputsWith([period(0, 425), period(3600, 440)]) },
    { title: 'what chance explains', text: traced, inputs: inputsWith([period(0, 426), period(3600, 1600, 0.5)]) },
    { title: 'a trace without hours', text: traced, inputs: inputsWith([]) },
  ],
});

describe('workload-drifts', () => {
  it('speaks from a loss of 2 % over time on', () => {
    assertToldFrom(0.02, 500, 900, (theta) => {
      const inputs = inputsWith([period(0, 426), period(3600, theta)]);
      const { evaluation, findings } = analyse(traced, inputs).documents[0]!;
      const periods = (inputs.trace('t.csv', undefined) as ReadyTrace).summary.periods;
      return {
        told: findings.some(({ code }) => code === 'AFD208'),
        quantity: driftRegret(evaluation!.sizing!, periods)?.mean ?? 0,
      };
    });
  });

  it('names the first stretch as such', () => {
    const { findings } = analyse(traced, inputsWith([period(50, 1600), period(3650, 426)])).documents[0]!;
    assert.match(findings.find(({ code }) => code === 'AFD208')!.message, /\. In its first 60 minutes theta is 1,600,/);
  });
});
