import assert from 'node:assert/strict';
import { cycleTime } from '../../server/src/provisioning/cycle/cycle-time';
import { throughputPerInstance } from '../../server/src/provisioning/cycle/throughput';
import { plan } from '../../server/src/provisioning/plan/plan';
import type { PlanChoice, PlanQuestion } from '../../server/src/provisioning/plan/plan-question';
import { gainBand } from '../../server/src/uncertainty/gain-band';
import { type PlannedRun, planGain } from '../../server/src/uncertainty/plan-gain';
import { givenWorld, plausibleWorlds } from '../../server/src/uncertainty/world';
import { baseCase } from '../provisioning/base-case';
import { assertRelative } from '../provisioning/closeness';

const worlds = plausibleWorlds({
  theta: { kind: 'standard error', relative: 0.04, reach95: 1.96 },
  stages: { attention: 0.1, communication: 0.2, ffn: 0.05 },
});
const question: PlanQuestion = {
  point: baseCase,
  workers: 11,
  limits: { attentionStep: 1, ffnStep: 1, maxWorkers: 16_384 },
  microbatches: [1, 2, 3],
  batchSizes: { low: 256, high: 256 },
};

function run(attention: number, ffn: number, microbatches = 3): PlannedRun {
  const point = { ...baseCase, microbatches };
  const pools = { attention, ffn };
  return {
    pools,
    microbatches,
    batchSize: point.batchSize,
    perCost: throughputPerInstance(point, pools, 'pipeline'),
    cycleTime: cycleTime(point, pools, 'pipeline'),
  };
}

describe('the gain of one choice over another', () => {
  it('is that of other pools where only the pools change', () => {
    const expected = gainBand(
      { ...baseCase, microbatches: 3 },
      { attention: 5, ffn: 1 },
      { attention: 10, ffn: 1 },
      'pipeline',
      worlds,
    );
    const { gain, low, high } = planGain(baseCase, run(5, 1), run(10, 1), worlds);
    assertRelative(gain, expected.gain, 1e-9);
    assertRelative(low, expected.low, 1e-9);
    assertRelative(high, expected.high, 1e-9);
    assert.ok(low < gain && gain < high);
  });

  it('of choices of a plan is what their throughputs per cost say, and without errors nothing else', () => {
    const outcome = plan(question);
    const choices: readonly PlanChoice[] = outcome.kind === 'choices' ? outcome.choices : [];
    assert.equal(choices.length, 10);
    for (const other of choices.slice(1)) {
      const { gain, low, high } = planGain(baseCase, choices[0]!, other, [givenWorld]);
      assert.ok(Math.abs(gain + other.loss) < 1e-12);
      assert.ok(Math.abs(high - low) < 1e-12);
    }
  });

  it('counts other microbatches in every world', () => {
    const [one, three] = [run(8, 1, 1), run(8, 1, 3)];
    const { gain, low, high } = planGain(baseCase, one, three, worlds);
    assert.ok(low < gain && gain < high);
  });
});
