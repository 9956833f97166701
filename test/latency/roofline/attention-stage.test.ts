import assert from 'node:assert/strict';
import type { AttentionLayers } from '../../../server/src/latency/hardware/model-shape';
import { defaultAssumptions as assumptions } from '../../../server/src/latency/roofline/assumptions';
import { attentionStage } from '../../../server/src/latency/roofline/attention-stage';
import { close } from './close';
import { a800, deepSeekV3, gb200, h800, kimiK2, qwen32, qwen235, step3 } from './known-shapes';

/** Step-3's table 2 at 8,192 tokens with a cache of one byte per element: KV bytes, FLOP of attention, of projections. */
const published = [
  [kimiK2, 2.88e8, 7.37e10, 1.23e10],
  [deepSeekV3, 2.88e8, 1.47e11, 2.28e10],
  [qwen235, 7.89e8, 2.52e10, 1.34e10],
  [qwen32, 1.07e9, 1.72e10, 1.21e10],
  [step3, 2.56e8, 3.27e10, 2.07e10],
] as const;
/** The paper counts 576 elements for scores and values alike; values have 512. */
const latentDifference = (576 + 512) / (576 + 576);

/** 64 layers that select 2,048 tokens by an indexer, or 64 that slide a window over 128. */
const [layer] = qwen235.attention as readonly [AttentionLayers];
const selecting = {
  ...qwen235,
  attention: [{ ...layer, readsAtMost: 2048, indexer: { elements: 128, flopPerToken: 16_384, parameters: 1e6 } }],
};
const sliding = { ...layer, readsAtMost: 128, dropsTheRest: true };

describe('the attention stage of a roofline', () => {
  for (const [shape, kvBytes, attentionFlop, projectionFlop] of published) {
    it(`agrees with the published operator costs of ${shape.id}`, () => {
      const { breakdown } = attentionStage(shape, h800, assumptions);
      const difference = shape.attention[0]?.kind === 'latent' ? latentDifference : 1;
      close(breakdown.kvBytesPerToken * 8192, kvBytes, 0.005);
      close(breakdown.flopPerKvToken * 8192, attentionFlop * difference, 0.005);
      close(breakdown.projectionFlopPerRequest, projectionFlop, 0.005);
    });
  }

  it('reads cache and weights at the derated bandwidth, and computes each request', () => {
    const { line, breakdown } = attentionStage(qwen235, gb200, assumptions);
    // 94 layers, 4 KV heads of 128, keys and values, one byte; 8 TB/s x 0.6.
    close(line.alpha, (94 * 2 * 4 * 128) / 4.8e12);
    // 71,303,168 parameters a layer, 151,936 x 4,096 in the head; 3 operations of 3 µs a layer.
    close(line.beta, (94 * 71_303_168 + 2 * 151_936 * 4096) / 4.8e12 + 94 * 9e-6);
    close(line.perRequest, (2 * 94 * 71_303_168) / (5e15 * 0.45) + (2 * 151_936 * 4096) / (2.5e15 * 0.45));
    assert.deepEqual(line.capped, []);
    assert.deepEqual(
      breakdown.cacheReads.map(({ limit }) => limit),
      ['memory'],
    );
  });

  it('computes longer than it reads where many query heads share a cached token', () => {
    const { line, breakdown } = attentionStage(deepSeekV3, h800, assumptions);
    assert.equal(breakdown.cacheReads[0]?.limit, 'compute');
    close(line.alpha, (61 * 128 * 2 * (576 + 512)) / (989e12 * 0.45));
  });

  it('computes fp8 projections in bf16 where the device has no fp8', () => {
    const { line, breakdown } = attentionStage(qwen235, a800, assumptions);
    assert.equal(breakdown.projectionCompute.precision, 'bf16');
    close(line.perRequest, (2 * (94 * 71_303_168 + 151_936 * 4096)) / (312e12 * 0.45));
  });

  it('reads an indexer over all tokens, and of the cache only what it selects', () => {
    const { line, breakdown } = attentionStage(selecting, gb200, assumptions);
    const all = attentionStage(qwen235, gb200, assumptions);
    close(line.alpha, (94 * 128) / 4.8e12);
    assert.deepEqual(line.capped, [{ alpha: all.line.alpha, tokens: 2048 }]);
    close(breakdown.kvBytesPerToken, 94 * (1024 + 128));
    close(breakdown.flopPerKvToken, 94 * (4 * 64 * 128 + 16_384));
    assert.equal(breakdown.operationsPerStep, 94 * 4);
    close(breakdown.projectionFlopPerRequest - all.breakdown.projectionFlopPerRequest, 2 * 94e6);
  });

  it('keeps windows apart by their width', () => {
    const mixed = { ...qwen235, attention: [layer, sliding, { ...sliding, readsAtMost: 512 }, sliding] };
    const { line } = attentionStage(mixed, gb200, assumptions);
    const alpha = attentionStage(qwen235, gb200, assumptions).line.alpha;
    assert.equal(line.alpha, alpha);
    assert.deepEqual(line.capped, [
      { alpha: 2 * alpha, tokens: 128 },
      { alpha, tokens: 512 },
    ]);
  });

  it('halves what memory sets when the bandwidth doubles, and nothing else', () => {
    const bare = { ...assumptions, operationSeconds: 0 };
    const { line } = attentionStage(qwen235, gb200, bare);
    const doubled = attentionStage(qwen235, { ...gb200, memoryBandwidth: 16e12 }, bare).line;
    close(doubled.alpha, line.alpha / 2);
    close(doubled.beta, line.beta / 2);
    assert.equal(doubled.perRequest, line.perRequest);
  });
});
