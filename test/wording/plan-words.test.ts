import assert from 'node:assert/strict';
import type { DeploymentPlan } from '../../server/src/evaluation/plan-deployment';
import { planQuestion } from '../../server/src/evaluation/plan-deployment';
import { bundleWords, limitWords, noChoiceSentence, reasonWords } from '../../server/src/wording/plan-words';
import { analyse } from '../analysis/analysed';
import { rooflined } from '../evaluation/rooflined';

function planned(more = '  slo: { tpot: 100ms }\n', workers = 8): DeploymentPlan {
  const { deployment, evaluation } = analyse(rooflined({ more })).documents[0]!;
  const reading = planQuestion(deployment!, evaluation!, { workers });
  assert.equal(reading.kind, 'plan');
  return reading as DeploymentPlan;
}

describe('the words of a joint choice', () => {
  it('name the bundles', () => {
    assert.equal(bundleWords({ bundles: 1, pools: { attention: 17, ffn: 3 } }), '17A:3F');
    assert.equal(bundleWords({ bundles: 2, pools: { attention: 8, ffn: 2 } }), '2 × 8A:2F');
  });

  it('say what limits the batch size', () => {
    const words = (limitedBy: Parameters<typeof limitWords>[1]['limitedBy'], plan = planned()) =>
      limitWords(plan, { limitedBy, microbatches: 2 });
    assert.equal(words('attention memory'), 'attention memory');
    assert.equal(words('ffn memory'), 'FFN memory');
    assert.equal(words('objective'), 'the TPOT objective');
    assert.equal(words('objective', planned('  slo: { tpot: 100ms, ttft: 90ms }\n')), 'the TTFT objective');
    assert.equal(words('range', { ...planned(), batchBasis: 'calibrated' }), 'the calibrated range');
    assert.equal(words('range'), 'what a manifest may state');
  });

  it('say why a choice loses, and by how much alone', () => {
    assert.equal(reasonWords({ kind: 'unused workers', loss: 0.0312, unused: 1 }), '1 unused -3.1 %');
    assert.equal(reasonWords({ kind: 'fewer attention workers', loss: 0.2, attention: 8 }), 'larger FFN share -20 %');
    assert.equal(
      reasonWords({ kind: 'smaller batch', loss: 0.01, batchSize: 8, limitedBy: 'range' }),
      'smaller batch -1.0 %',
    );
    assert.equal(reasonWords({ kind: 'longer cycle', loss: 0.01, stage: 'ffn', cycleTime: 3 }), 'slower FFN -1.0 %');
    assert.equal(
      reasonWords({ kind: 'longer cycle', loss: 0.01, stage: 'pipeline', cycleTime: 3 }),
      'less overlap -1.0 %',
    );
    assert.equal(reasonWords({ kind: 'dearer workers', loss: 0.5 }), 'dearer workers -50 %');
  });

  it('say what leaves no choice and what would', () => {
    assert.equal(
      noChoiceSentence(planned(), 'memory', 9, 1024),
      'no bundle of at most 8 workers holds the weights and 1 request per attention worker and microbatch; 9 workers are the fewest that do',
    );
    assert.equal(
      noChoiceSentence(planned(), 'objective', undefined, 1024),
      'no bundle of at most 8 workers keeps the TPOT objective with 1 request per attention worker and microbatch, nor does any of up to 1,024: relax it, or take faster devices',
    );
    assert.equal(
      noChoiceSentence(planned(), 'pools', undefined, 1024),
      'no bundle of at most 8 workers keeps the limits on pool sizes, nor does any of up to 1,024: relax the node size or the calibrated ratios, or lift the division of the experts with `--any-ffn`',
    );
  });
});
