import assert from 'node:assert/strict';
import type { AttentionLayers } from '../../../server/src/latency/hardware/model-shape';
import { memoryNeeds } from '../../../server/src/latency/roofline/memory-needs';
import { close } from './close';
import { deepSeekV3, gb200, h20, h800, qwen32, qwen235 } from './known-shapes';

const devices = { attention: gb200, ffn: gb200 };
const [layer] = qwen235.attention as readonly [AttentionLayers];

describe('the memory of a roofline', () => {
  for (const [shape, parameters] of [
    [deepSeekV3, 671e9],
    [qwen235, 235e9],
    [qwen32, 32.8e9],
  ] as const) {
    it(`adds up to the parameters of ${shape.id}, one byte each`, () => {
      const { attention, ffn } = memoryNeeds(shape, devices, 0);
      close(attention.weights + ffn.ownWeights + ffn.sharedWeights, parameters, shape === qwen32 ? 0.05 : 0.02);
    });
  }

  it('shares out whole experts, where there are some', () => {
    const expertsOf = (shape: typeof deepSeekV3) => memoryNeeds(shape, devices, 0).ffn.experts;
    assert.deepEqual([deepSeekV3, qwen235, qwen32].map(expertsOf), [256, 128, undefined]);
  });

  it('takes capacities from the devices, and the same reserve from both', () => {
    const { attention, ffn } = memoryNeeds(deepSeekV3, { attention: h20, ffn: h800 }, 3.5e9);
    assert.deepEqual([attention.capacity, ffn.capacity], [96e9, 80e9]);
    assert.deepEqual([attention.reserve, ffn.reserve], [3.5e9, 3.5e9]);
  });

  it('keeps all tokens where some are selected, and a window where the rest is dropped', () => {
    const indexer = { elements: 128, flopPerToken: 1, parameters: 1 };
    const selecting = { ...qwen235, attention: [{ ...layer, readsAtMost: 2048, indexer }] };
    const kept = memoryNeeds(selecting, devices, 0).attention;
    assert.deepEqual([kept.kvPerToken, kept.capped], [94 * (1024 + 128), []]);

    const sliding = { ...layer, layers: 47, readsAtMost: 128, dropsTheRest: true };
    const half = { ...qwen235, attention: [{ ...layer, layers: 47 }, sliding] };
    const dropped = memoryNeeds(half, devices, 0).attention;
    assert.deepEqual([dropped.kvPerToken, dropped.capped], [47 * 1024, [{ perToken: 47 * 1024, tokens: 128 }]]);
  });

  it('stores the cache in its own precision', () => {
    const bf16 = { ...qwen235, precision: { ...qwen235.precision, kvCache: 'bf16' } as const };
    assert.equal(memoryNeeds(bf16, devices, 0).attention.kvPerToken, 2 * 94 * 1024);
  });

  it('holds the activations of the largest layer', () => {
    // Eight experts of 2,048 and a shared one: hidden in at 1 byte and out at 2, gate and up at 2.
    const ofExperts = 9 * (7168 * 3 + 2 * 2 * 2048);
    const ofDense = 7168 * 3 + 2 * 2 * 18_432;
    close(memoryNeeds(deepSeekV3, devices, 0).ffn.perRow, Math.max(ofExperts, ofDense));
  });
});
