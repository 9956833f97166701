import assert from 'node:assert/strict';
import type { MemoryModel } from '../../../server/src/provisioning/memory/memory';
import { largestAllowedBatch, MemoryBound } from '../../../server/src/provisioning/plan/plan-batch';
import type { PlanQuestion } from '../../../server/src/provisioning/plan/plan-question';
import { baseCase } from '../base-case';

const one = { attention: 1, ffn: 1 };

/** A question where a request takes a byte of KV cache and a row `perRow` bytes, with so many bytes for each. */
function asked(attention: number, ffn: number, perRow: number, low = 1): PlanQuestion {
  const memory: MemoryModel = {
    attention: { capacity: attention, reserve: 0, weights: 0, kvPerToken: 1, capped: [] },
    ffn: { capacity: 10 + ffn, reserve: 4, ownWeights: 6, sharedWeights: 0, perRow },
  };
  return {
    point: { ...baseCase, load: { theta: 1, nu: 0 } },
    workers: 2,
    limits: { attentionStep: 1, ffnStep: 1, maxWorkers: 100 },
    microbatches: [1],
    batchSizes: { low, high: 1000 },
    memory,
  };
}

const boundOf = (question: PlanQuestion): MemoryBound => new MemoryBound(question, 1);

describe('plan-batch', () => {
  it('holds on an FFN worker what its room divides into, none where there is no room', () => {
    const rows = (room: number, perRow: number): number => boundOf(asked(1, room, perRow)).ffn(one);
    assert.deepEqual([rows(12, 1), rows(12, 5), rows(0, 1), rows(-1, 1)], [12, 2, 0, 0]);
    assert.deepEqual([rows(12, 0), rows(0, 0), rows(-1, 0)], [Infinity, Infinity, 0], 'rows that take nothing');
    assert.equal(boundOf(asked(1, 12, 1)).ffn({ attention: 3, ffn: 1 }), 4);
  });

  it('holds what fits where a division rounds to either side', () => {
    const alone = (capacity: number): PlanQuestion => {
      const question = asked(1, 0, 0);
      const ffn = { capacity, reserve: 0, ownWeights: 0, sharedWeights: 0, perRow: 0.1 };
      return { ...question, memory: { ...question.memory!, ffn } };
    };
    assert.equal(boundOf(alone(4.3)).ffn(one), 43, '4.3 / 0.1 is below 43');
    assert.equal(boundOf(alone(1.7)).ffn(one), 16, '17 x 0.1 is above 1.7');
  });

  it('says what keeps a batch from being larger', () => {
    const batch = (attention: number, ffn: number) => boundOf(asked(attention, ffn, 1)).batch(one);
    assert.deepEqual(batch(20, 30), { batchSize: 20, limitedBy: 'attention memory' });
    assert.deepEqual(batch(30, 20), { batchSize: 20, limitedBy: 'ffn memory' });
    assert.deepEqual(batch(20, 20), { batchSize: 20, limitedBy: 'attention memory' });
    assert.deepEqual(batch(3000, 2000), { batchSize: 1000, limitedBy: 'range' });
  });

  it('allows no batch beyond memory, whatever else would admit', () => {
    const allowed = (question: PlanQuestion, maxCycleTime: number | undefined, ceiling: number) =>
      largestAllowedBatch(question, boundOf(question), 1, one, maxCycleTime, ceiling);
    const limitedBy = 'attention memory';
    assert.deepEqual(allowed(asked(20, 30, 1), undefined, 5000), { batchSize: 20, limitedBy });
    assert.deepEqual(allowed(asked(20, 30, 1), 1e6, 5000), { batchSize: 20, limitedBy });
    assert.equal(allowed(asked(20, 30, 1, 21), undefined, 5000), undefined);
    assert.equal(allowed(asked(20, 30, 1), 1, 5000), undefined, 'no cycle is that short');
  });
});
