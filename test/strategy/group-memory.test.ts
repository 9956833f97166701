import assert from 'node:assert/strict';
import { attentionFit, ffnFit } from '../../server/src/provisioning/memory/memory-fit';
import { afdGroups, groupSizes, groupsWithoutAfd } from '../../server/src/strategy/group-choices';
import { deviceBytes, fitsMemory, largestFittingBatch } from '../../server/src/strategy/group-memory';
import { prepareGroup } from '../../server/src/strategy/group-steps';
import { settingOf } from '../../server/src/strategy/search-space';
import { denseQuestion, mixtureQuestion } from './hand-costs';

const setting = settingOf(mixtureQuestion);
const afd = prepareGroup(mixtureQuestion, {
  kind: 'afd',
  attentionRanks: 8,
  tensorParallel: 1,
  ffnWorkers: 12,
})!;

describe('deviceBytes', () => {
  it('of an AFD group that decodes is what provisioning says', () => {
    const bytes = deviceBytes(setting, afd, { batchSize: 30, microbatches: 3, chunksPerPrompt: 0 });
    const { load } = mixtureQuestion.workload;
    const attention = attentionFit(mixtureQuestion.costs.ranks[0]!.memory, { load, batchSize: 30, microbatches: 3 }, 8);
    assert.equal(bytes.attention, attention.reserve + attention.weights + attention.kv.peak!);
    const ffn = ffnFit(mixtureQuestion.costs.ffn.memory, { batchSize: 30, microbatches: 3 }, { attention: 8, ffn: 12 });
    assert.ok(Math.abs(bytes.ffn / (ffn.reserve + ffn.weights + ffn.activations) - 1) < 1e-12);
  });

  it('of a group without AFD holds both, with one reserve', () => {
    const group = prepareGroup(mixtureQuestion, { kind: 'withoutAfd', ranks: 16, tensorParallel: 1 })!;
    const { attention, ffn } = deviceBytes(setting, group, { batchSize: 0, microbatches: 1, chunksPerPrompt: 0 });
    // 13 GB of attention, 3.7 GB of each device and a sixteenth of 654 GB.
    assert.ok(Math.abs(attention - (3.5e9 + 13e9 + 3.7e9 + 654e9 / 16)) < 1);
    assert.equal(attention, ffn);
  });

  it('keeps room for the prompt that is prefilled, or for several', () => {
    const at = (chunksPerPrompt: number) =>
      deviceBytes(setting, afd, { batchSize: 4, microbatches: 1, chunksPerPrompt });
    assert.ok(Math.abs(at(5).attention - at(0).attention - 1200 * 35_136) < 1);
    assert.ok(Math.abs(at(1 / 4).attention - at(0).attention - 4 * 1200 * 35_136) < 1);
    assert.ok(at(1).ffn > at(5).ffn);
  });

  it('slices a dense FFN among the devices of a rank', () => {
    const group = prepareGroup(denseQuestion, { kind: 'withoutAfd', ranks: 1, tensorParallel: 4 })!;
    const { attention } = deviceBytes(settingOf(denseQuestion), group, {
      batchSize: 0,
      microbatches: 1,
      chunksPerPrompt: 0,
    });
    assert.ok(Math.abs(attention - (3.5e9 + 26e9 / 4 + 113e9 / 4)) < 1);
  });
});

describe('deviceBytes of an AFD group without routed experts', () => {
  it('has a slice of the FFN on each worker', () => {
    const afd = { kind: 'afd', attentionRanks: 1, tensorParallel: 4, ffnWorkers: 4, ffnSlices: 4 } as const;
    const bytes = deviceBytes(settingOf(denseQuestion), prepareGroup(denseQuestion, afd)!, {
      batchSize: 0,
      microbatches: 1,
      chunksPerPrompt: 0,
    });
    assert.ok(Math.abs(bytes.ffn - (3.5e9 + 113e9 / 4)) < 1);
  });
});

describe('largestFittingBatch', () => {
  it('is the last that fits, of every group', () => {
    for (const question of [mixtureQuestion, denseQuestion]) {
      const here = settingOf(question);
      const sizes = groupSizes(question);
      for (const group of [...groupsWithoutAfd(question, sizes), ...afdGroups(question, sizes)].flatMap(
        (each) => prepareGroup(question, each) ?? [],
      )) {
        for (const inFlight of [
          { microbatches: 1, chunksPerPrompt: 0 },
          { microbatches: 3, chunksPerPrompt: 1 / 8 },
        ]) {
          const fits = (batchSize: number): boolean => fitsMemory(deviceBytes(here, group, { ...inFlight, batchSize }));
          const largest = largestFittingBatch(here, group, inFlight);
          if (largest === undefined) assert.ok(!fits(1));
          else assert.ok(fits(largest) && !fits(largest + 1), `${largest}`);
        }
      }
    }
  });
});
