import assert from 'node:assert/strict';
import { driftRegret } from '../../../server/src/evaluation/workload/drift-regret';
import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import type { WorkloadPeriod } from '../../../server/src/workload/errors/periods';
import { analyse, deployment } from '../../analysis/analysed';

const sizing = analyse(deployment('{ workers: 10, batchSize: 256 }')).documents[0]!.evaluation!.sizing!;
const period = (theta: number, steps: number, thetaError = 0.01): WorkloadPeriod => ({
  start: 0,
  seconds: 60,
  requests: 100,
  steps,
  theta,
  nu: 0.8 * theta,
  meanDecode: 400,
  thetaError,
});

/** What the best pools lose with such a load, by trying all counts. */
function lossAt({ theta, nu, meanDecode }: WorkloadPeriod): number {
  const at = { ...sizing.point, load: { theta, nu, meanDecode } };
  const of = (attention: number) => throughputPerInstance(at, { attention, ffn: 1 }, sizing.form);
  return 1 - of(sizing.optimum.attention) / Math.max(...Array.from({ length: 200 }, (_, index) => of(index + 1)));
}

describe('drift-regret', () => {
  it('is the mean of what is lost in each stretch, by its decode steps', () => {
    const [few, many] = [period(1500, 1000), period(300, 3000)];
    const { mean, worst } = driftRegret(sizing, [few, many])!;
    assert.ok(Math.abs(mean - (lossAt(few) + 3 * lossAt(many)) / 4) < 1e-9);
    assert.ok(Math.abs(worst.regret - Math.max(lossAt(few), lossAt(many))) < 1e-9);
  });

  it('leaves out stretches that chance explains, which count as the whole', () => {
    const [clear, unclear] = [period(1500, 1000), period(300, 1000, 0.6)];
    assert.ok(Math.abs(driftRegret(sizing, [clear, unclear])!.mean - lossAt(clear) / 2) < 1e-9);
    assert.equal(driftRegret(sizing, [unclear]), undefined);
    assert.equal(driftRegret(sizing, []), undefined);
  });

  it('is told once for the same trace, and anew for another', () => {
    const periods = [period(1500, 1000)];
    assert.equal(driftRegret(sizing, periods), driftRegret(sizing, periods));
    assert.notEqual(driftRegret(sizing, [period(900, 1000)])!.mean, driftRegret(sizing, periods)!.mean);
  });
});
