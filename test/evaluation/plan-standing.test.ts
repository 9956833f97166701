import assert from 'node:assert/strict';
import { type DeploymentPlan, planQuestion } from '../../server/src/evaluation/plan-deployment';
import { chancesAsGood, planStanding } from '../../server/src/evaluation/plan-standing';
import { plan } from '../../server/src/provisioning/plan/plan';
import type { PlanChoice } from '../../server/src/provisioning/plan/plan-question';
import { givenWorld } from '../../server/src/uncertainty/world';
import { analyse } from '../analysis/analysed';
import { rooflined } from './rooflined';

function searched(text: string, workers = 32) {
  const { deployment, evaluation } = analyse(text).documents[0]!;
  const planned = planQuestion(deployment!, evaluation!, { workers }) as DeploymentPlan;
  assert.equal(planned.kind, 'plan');
  const outcome = plan(planned.question);
  const choices: readonly PlanChoice[] = outcome.kind === 'choices' ? outcome.choices : [];
  return { evaluation: evaluation!, planned, choices, standing: planStanding(evaluation!, planned, choices[0]!) };
}

const stated = (x: number, y: number, batchSize: number, more: string): string =>
  rooflined({ attention: `{ workers: ${x}, batchSize: ${batchSize} }`, ffn: `{ workers: ${y} }`, more });

describe('the standing of the configured deployment', () => {
  it('is what the first choice gains when it is configured instead', () => {
    const { standing, choices, evaluation } = searched(rooflined());
    const { pools, batchSize, microbatches } = choices[0]!;
    const instead = searched(stated(pools.attention, pools.ffn, batchSize, `  microbatches: ${microbatches}\n`));
    const predicted = instead.evaluation.sizing!.throughput / evaluation.sizing!.throughput - 1;
    assert.ok(standing!.gain.low < predicted && predicted < standing!.gain.high);
    assert.ok(standing!.gain.low < standing!.gain.gain && standing!.gain.gain <= standing!.gain.high);
    assert.deepEqual([standing!.isFirst, standing!.breaks], [false, undefined]);
    assert.deepEqual([instead.standing!.isFirst, instead.standing!.gain.gain], [true, 0]);
    assert.equal(instead.evaluation.memory!.attention.verdict, 'fits');
  });

  it('says what the configured one breaks', () => {
    assert.equal(searched(stated(16, 16, 4000, '  microbatches: 3\n')).standing!.breaks, 'memory');
    const slow = searched(stated(16, 16, 64, '  microbatches: 3\n  slo: { tpot: 100ms }\n'));
    assert.equal(slow.standing!.breaks, 'objective');
  });

  it('is not told for other numbers of workers, nor where the microbatches are unknown', () => {
    assert.equal(searched(rooflined(), 40).standing, undefined);
    assert.equal(searched(rooflined({ more: '' })).standing, undefined);
  });
});

describe('the chances of the other choices to be as good as the first', () => {
  it('are 1 for a tie and 0 for what is behind, without errors', () => {
    const { planned, choices } = searched(rooflined());
    const exact = { ...planned, worlds: [givenWorld] };
    assert.deepEqual(new Set(chancesAsGood(exact, choices)), new Set([0]));
    assert.deepEqual(chancesAsGood(exact, [choices[0]!, choices[0]!, choices[1]!]), [1, 0]);
  });

  it('are between, with errors', () => {
    const { planned, choices } = searched(rooflined());
    const chances = chancesAsGood(planned, choices);
    assert.equal(chances.length, choices.length - 1);
    assert.ok(chances.some((chance) => chance > 0 && chance < 1));
  });
});
