import assert from 'node:assert/strict';
import { aggregatedBounds, aggregatedLayout, serveAggregated } from '../../server/src/strategy/aggregated-serving';
import type { Group } from '../../server/src/strategy/comparison';
import { leastCycle, meanCycle, prepareGroup, stepStages } from '../../server/src/strategy/group-steps';
import { settingOf } from '../../server/src/strategy/search-space';
import { mixtureQuestion } from './hand-costs';

const setting = settingOf(mixtureQuestion);
const withoutAfd: Group = { kind: 'withoutAfd', ranks: 16, tensorParallel: 1 };
const afd: Group = { kind: 'afd', attentionRanks: 8, tensorParallel: 1, ffnWorkers: 16 };
const layoutOf = (group: Group, microbatches: number, at = setting) =>
  aggregatedLayout(at, prepareGroup({ ...mixtureQuestion, workload: at.workload }, group)!, 2, microbatches)!;

describe('serveAggregated', () => {
  for (const [group, microbatches] of [
    [withoutAfd, 1],
    [withoutAfd, 2],
    [afd, 3],
  ] as const) {
    it(`prefills as many tokens as it decodes requests for: ${group.kind}, ${microbatches}`, () => {
      for (const serving of layoutOf(group, microbatches).servings()) {
        const batchSize = Math.min(20, serving.largest()?.batchSize ?? 0);
        if (batchSize === 0) continue;
        const { throughput, tpot } = serveAggregated(setting, serving, batchSize, meanCycle);
        const chunk = 1000 / serving.chunksPerPrompt;
        const ranks = 2 * serving.prepared.ranks;
        // As many prompts begin as end: every request has its chunks in D steps.
        const carrying = (microbatches * batchSize * serving.chunksPerPrompt) / setting.workload.decode;
        const prefilled = (ranks * carrying * chunk) / tpot;
        assert.ok(Math.abs(prefilled / ((throughput / 250) * 1000) - 1) < 1e-9);
        assert.ok(Math.abs((throughput * tpot) / (ranks * microbatches * batchSize) - 1) < 1e-12);
      }
    });

    it(`is never better than the bounds over all chunks: ${group.kind}, ${microbatches}`, () => {
      const layout = layoutOf(group, microbatches);
      for (const serving of layout.servings()) {
        for (const batchSize of [1, 4, 16]) {
          if (batchSize > (serving.largest()?.batchSize ?? 0)) continue;
          const served = serveAggregated(setting, serving, batchSize, leastCycle);
          const bounds = aggregatedBounds(setting, layout, batchSize);
          assert.ok(served.throughput <= bounds.throughput * (1 + 1e-12));
          assert.ok(served.tpot >= bounds.tpot * (1 - 1e-12) && served.ttft >= bounds.ttft * (1 - 1e-12));
        }
      }
    });

    it(`gives more with more requests, and later: ${group.kind}, ${microbatches}`, () => {
      for (const serving of layoutOf(group, microbatches).servings()) {
        const most = Math.min(60, serving.largest()?.batchSize ?? 0);
        for (let batchSize = 2; batchSize <= most; batchSize++) {
          const [less, more] = [batchSize - 1, batchSize].map((size) =>
            serveAggregated(setting, serving, size, meanCycle),
          );
          assert.ok(more!.throughput > less!.throughput && more!.tpot >= less!.tpot && more!.ttft > less!.ttft);
        }
      }
    });
  }

  it('is pure decoding where the cache has every prompt', () => {
    const cached = { ...setting, workload: { ...setting.workload, cachedPrefill: 1200 } };
    const layout = layoutOf(withoutAfd, 1, cached);
    const [serving, ...others] = layout.servings();
    assert.equal(others.length, 0);
    const { tpot, ttft } = serveAggregated(cached, serving!, 8, meanCycle);
    assert.equal(tpot, meanCycle(stepStages(cached, layout.prepared, 8), 16, 1));
    assert.equal(ttft, 1.5 * tpot);
    assert.equal(serving!.largest()!.batchSize, layout.largestBatch);
  });

  it('has a mean step between one without and one with a prompt', () => {
    const serving = layoutOf(withoutAfd, 1)
      .servings()
      .find(({ chunksPerPrompt }) => chunksPerPrompt === 2)!;
    const { tpot } = serveAggregated(setting, serving, 10, meanCycle);
    const step = (tokens: number, carrying: number) =>
      meanCycle(stepStages(setting, serving.prepared, 10, { tokens, chunksPerPrompt: 2, carrying, hits: true }), 16, 1);
    assert.ok(tpot > step(0, 0) && tpot < step(500, 16));
    // Ranks take prompts independently: some of 16 has one in 1 - (1 - f)^16 of the steps, 16 f/that many on average.
    const share = (10 * 2) / 250;
    const some = 1 - (1 - share) ** 16;
    const expected = (1 - some) * step(0, 0) + some * step(500, (16 * share) / some);
    assert.ok(Math.abs(tpot / expected - 1) < 1e-12);
  });
});
