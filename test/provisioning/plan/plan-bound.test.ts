import assert from 'node:assert/strict';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import { MemoryBound } from '../../../server/src/provisioning/plan/plan-batch';
import { planBound } from '../../../server/src/provisioning/plan/plan-bound';
import type { PlanQuestion } from '../../../server/src/provisioning/plan/plan-question';
import { bent, integer, logUniform, pick, randomPoint, seededRandom } from '../random-points';

describe('plan-bound', () => {
  it('is above the throughput of every bundle of a range with every batch that keeps the cycle time', () => {
    const random = seededRandom(321);
    let close = 0;
    for (let i = 0; i < 1500; i++) {
      const drawn = randomPoint(random, { balance: [0.1, 50], spread: pick(random, [0, 0.1, 0.5, 1.5]) });
      const point = random() < 0.5 ? drawn : bent(random, drawn);
      const { attentionCost, ffnCost } = point.latency;
      const [ffn, bundles, low] = [integer(random, 1, 12), integer(random, 1, 4), integer(random, 1, 60)];
      const high = low + pick(random, [0, 1, 10, 50]);
      const workers = bundles * (high + ffn) + integer(random, 0, 3);
      const microbatches = integer(random, 1, 4);
      const most = integer(random, 1, 300);
      const at = { ...point, microbatches };
      const somewhere = { attention: integer(random, low, high), ffn };
      const slowest = cycleTime({ ...at, batchSize: integer(random, 1, most) }, somewhere, 'pipeline');
      const maxCycleTime = pick(random, [undefined, slowest * logUniform(random, 0.9, 2)]);
      const question: PlanQuestion = {
        point,
        workers,
        limits: { attentionStep: 1, ffnStep: 1, maxWorkers: 1000 },
        microbatches: [microbatches],
        batchSizes: { low: 1, high: most },
      };
      const bound = planBound(question, microbatches, new MemoryBound(question, microbatches), maxCycleTime);
      const { perCost, batchSize: ceiling } = bound({ ffn, bundles, low, high });
      let best = 0;
      for (let attention = low; attention <= high; attention += Math.max(1, Math.floor((high - low) / 7))) {
        const unused = workers - bundles * (attention + ffn);
        const used = bundles * (attentionCost * attention + ffnCost * ffn);
        const cost = used + unused * Math.min(attentionCost, ffnCost);
        for (let batchSize = 1; batchSize <= most; batchSize += 1 + Math.floor(batchSize / 20)) {
          const cycle = cycleTime({ ...at, batchSize }, { attention, ffn }, 'pipeline');
          if (cycle > (maxCycleTime ?? Number.POSITIVE_INFINITY)) continue;
          assert.ok(batchSize <= ceiling, JSON.stringify({ question, attention, batchSize, ceiling }));
          best = Math.max(best, (bundles * attention * batchSize) / (cost * cycle));
        }
      }
      assert.ok(perCost >= best * (1 - 1e-9), JSON.stringify({ question, ffn, bundles, low, high, perCost, best }));
      if (low === high && perCost <= 1.1 * best) close++;
    }
    assert.ok(close > 150, `${close} single bundles are bounded closely`);
  });
});
