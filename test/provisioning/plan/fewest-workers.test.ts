import assert from 'node:assert/strict';
import { fewestWorkers } from '../../../server/src/provisioning/plan/fewest-workers';
import { plan } from '../../../server/src/provisioning/plan/plan';
import type { PlanQuestion } from '../../../server/src/provisioning/plan/plan-question';
import { baseCase } from '../base-case';

const question: PlanQuestion = {
  point: baseCase,
  workers: 2,
  limits: { attentionStep: 1, ffnStep: 1, maxWorkers: 16_384 },
  microbatches: [1, 2],
  batchSizes: { low: 1, high: 512 },
};
const memory = {
  attention: { capacity: 80e9, reserve: 4e9, weights: 20e9, kvPerToken: 70_000, capped: [] },
  ffn: { capacity: 80e9, reserve: 4e9, ownWeights: 1e9, sharedWeights: 600e9, perRow: 1e6 },
};

describe('the fewest workers', () => {
  it('are one of each kind where nothing limits them', () => {
    assert.equal(fewestWorkers(question, 100), 2);
  });

  it('hold the weights: 600 GB over 75 GB each take 9 FFN workers with their activations', () => {
    assert.equal(fewestWorkers({ ...question, memory }, 100), 10);
  });

  it('are found as by trying every number, under all limits at once', () => {
    const hard = {
      ...question,
      memory,
      nodeSize: 4,
      objectives: { tpot: 175 },
      limits: { ...question.limits, maxRatio: 0.5 },
    };
    const tried = Array.from({ length: 60 }, (_, index) => index + 1).find(
      (workers) => plan({ ...hard, workers }).kind === 'choices',
    );
    assert.equal(fewestWorkers(hard, 60), tried);
    // Of nodes of 4: 12 FFN workers for the weights, and 4 attention workers.
    assert.equal(tried, 16);
  });

  it('are unknown where none up to the bound has a choice', () => {
    assert.equal(fewestWorkers({ ...question, memory }, 9), undefined);
    assert.equal(fewestWorkers({ ...question, objectives: { tpot: 1 } }, 50), undefined);
  });
});
