import assert from 'node:assert/strict';
import type { ModelShape } from '../../../server/src/latency/hardware/model-shape';
import { defaultAssumptions as assumptions, withStated } from '../../../server/src/latency/roofline/assumptions';
import { ffnStage } from '../../../server/src/latency/roofline/ffn-stage';
import { prefillAttention, prefillPerRow } from '../../../server/src/latency/roofline/prefill-stage';
import { partOfRank } from '../../../server/src/latency/roofline/tensor-parallel';
import { close } from './close';
import { a800, deepSeekV3, gb200, h800, kimiK2, qwen32, qwen235, step3 } from './known-shapes';

const atPeak = withStated({ efficiency: { prefillCompute: 1 } });
const perRow = (shape: ModelShape, efficiency = assumptions) =>
  prefillPerRow(shape, h800, ffnStage(shape, h800, efficiency).breakdown, efficiency);

/** Step-3's table 2: FLOP of projections and of the FFN, of one token. */
const published = [
  [kimiK2, 1.23e10, 4.84e10],
  [deepSeekV3, 2.28e10, 4.84e10],
  [qwen235, 1.34e10, 2.84e10],
  [qwen32, 1.21e10, 5.03e10],
  [step3, 2.07e10, 5.33e10],
] as const;

const indexer = { elements: 128, flopPerToken: 16_384, parameters: 0 };
/** DeepSeek-V3.2's way to attend: 2,048 selected tokens. */
const selecting: ModelShape = {
  ...deepSeekV3,
  attention: deepSeekV3.attention.map((layers) => ({ ...layers, expanded: undefined, readsAtMost: 2048, indexer })),
};

describe('the prefill stage of a roofline', () => {
  for (const [shape, projections, ffn] of published) {
    it(`agrees with the published operator costs of ${shape.id}`, () => {
      close(prefillAttention(shape, h800, atPeak).perToken * 1979e12, projections, 0.005);
      close(perRow(shape, atPeak) * 1979e12, ffn, 0.005);
    });
  }

  it('computes a token of DeepSeek-V3 in about twice its 37 billion active parameters', () => {
    const { perToken } = prefillAttention(deepSeekV3, h800, atPeak);
    // Embedding and head, 0.93 billion each, are among the active ones; a prompt reads out one row.
    close((perToken + perRow(deepSeekV3, atPeak)) * 1979e12, 2 * (37e9 - 2 * 129_280 * 7168), 0.015);
  });

  it('reaches the stated share of the peak', () => {
    close(perRow(qwen235), perRow(qwen235, atPeak) / 0.45);
    const half = prefillAttention(qwen235, h800, withStated({ efficiency: { prefillCompute: 0.5 } }));
    close(half.perToken, 2 * prefillAttention(qwen235, h800, atPeak).perToken);
    const noFp8 = prefillAttention(qwen235, a800, atPeak);
    close(noFp8.perToken, (2 * 94 * 71_303_168) / 312e12);
  });

  it('computes pairs of grouped heads as decoding does', () => {
    const { pairs } = prefillAttention(qwen235, gb200, atPeak);
    assert.equal(pairs.length, 1);
    close(pairs[0]?.perPair, (94 * 4 * 64 * 128) / 2.5e15);
    assert.deepEqual([pairs[0]?.readsAtMost, pairs[0]?.expanded], [undefined, undefined]);
  });

  it('expands the latent vector, which pays from some 171 new tokens on', () => {
    const [pair] = prefillAttention(deepSeekV3, h800, atPeak).pairs;
    close(pair?.perPair, (61 * 128 * 2 * (576 + 512)) / 989e12);
    close(pair?.expanded?.perPair, (61 * 128 * 2 * (192 + 128)) / 989e12);
    close(pair?.expanded?.perCachedToken, (61 * 128 * 2 * 512 * (128 + 128)) / 989e12);
    // 2 x 512 x 256 FLOP of a head for each cached token, against 2 x 768 saved with each new one.
    const { perPair, expanded } = pair!;
    close(expanded!.perCachedToken / (perPair - expanded!.perPair), (512 * 256) / 768);
  });

  it('reads selected tokens for each new one, and computes an indexer over all', () => {
    const { pairs } = prefillAttention(selecting, h800, assumptions);
    const [selected, all] = pairs;
    assert.equal(pairs.length, 2);
    assert.deepEqual([selected?.readsAtMost, all?.readsAtMost], [2048, undefined]);
    close(selected?.perPair, (61 * 128 * 2 * (576 + 512)) / (989e12 * 0.45));
    close(all?.perPair, (61 * 16_384) / (989e12 * 0.45));
    // Shared by eight devices each computes an eighth, and reads the whole vector.
    const [part] = prefillAttention(partOfRank(selecting, 8), h800, assumptions).pairs;
    close(part?.perPair, (61 * 576) / (3.35e12 * 0.6));
  });

  it('keeps windows apart by their width', () => {
    const [layers] = qwen235.attention;
    const sliding = { ...layers!, readsAtMost: 128, dropsTheRest: true };
    const mixed = { ...qwen235, attention: [layers!, sliding, sliding, { ...sliding, readsAtMost: 512 }] };
    const one = prefillAttention(qwen235, h800, assumptions).pairs[0]!.perPair;
    assert.deepEqual(
      prefillAttention(mixed, h800, assumptions).pairs.map(({ readsAtMost, perPair }) => [readsAtMost, perPair / one]),
      [
        [undefined, 1],
        [128, 2],
        [512, 1],
      ],
    );
  });
});
