import assert from 'node:assert/strict';
import type { AttentionLayers } from '../../../server/src/latency/hardware/model-shape';
import { defaultAssumptions as assumptions } from '../../../server/src/latency/roofline/assumptions';
import { attentionStage } from '../../../server/src/latency/roofline/attention-stage';
import { allReduce, partOfRank, tensorParallelSizes } from '../../../server/src/latency/roofline/tensor-parallel';
import { close } from './close';
import { deepSeekV3, gb200, h800, kimiK2, qwen32, qwen235, step3 } from './known-shapes';

const [layer] = qwen235.attention as readonly [AttentionLayers];
const withHeads = (queryHeads: number, kvHeads: number) => ({
  ...qwen235,
  attention: [{ ...layer, queryHeads, kvHeads }],
});

describe('tensor parallel attention', () => {
  it('takes powers of two up to eight devices of one domain', () => {
    assert.deepEqual(tensorParallelSizes(deepSeekV3, 72), [1, 2, 4, 8]);
    assert.deepEqual(tensorParallelSizes(deepSeekV3, 4), [1, 2, 4]);
    assert.deepEqual(tensorParallelSizes(deepSeekV3, 6), [1, 2, 4]);
    assert.deepEqual(tensorParallelSizes(deepSeekV3, 1), [1]);
  });

  it('takes only sizes among which the heads divide evenly', () => {
    assert.deepEqual(tensorParallelSizes(withHeads(40, 8), 8), [1, 2, 4, 8]);
    assert.deepEqual(tensorParallelSizes(withHeads(28, 4), 8), [1, 2, 4]);
    assert.deepEqual(tensorParallelSizes(withHeads(24, 3), 8), [1]);
    assert.deepEqual(tensorParallelSizes(withHeads(64, 2), 8), [1, 2, 4, 8]);
    const mixed = { ...qwen235, attention: [layer, { ...layer, queryHeads: 4, kvHeads: 4 }] };
    assert.deepEqual(tensorParallelSizes(mixed, 8), [1, 2, 4]);
  });

  it('leaves one device as it is', () => assert.equal(partOfRank(kimiK2, 1), kimiK2));

  it('shares out query heads, and KV heads as far as there are any', () => {
    // 8 KV heads of 128 on 4 devices: 2 heads each; on 8, one.
    assert.equal(partOfRank(qwen32, 4).attention[0]?.kvElements, 2 * 2 * 128);
    // 4 KV heads on 8 devices: each head is on two.
    const [on8] = partOfRank(qwen235, 8).attention;
    assert.equal(on8?.kvElements, 2 * 128);
    assert.equal(on8?.flopPerKvToken, 4 * 8 * 128);
    // Queries and output 2 x 4,096 x 8 heads x 128; keys and values of one head.
    assert.equal(on8?.projectionParameters, 2 * 4096 * 8 * 128 + 2 * 4096 * 128);
    assert.equal(partOfRank(qwen235, 8).headParameters, (151_936 * 4096) / 8);
  });

  it('keeps one latent vector and what makes it on each device', () => {
    const [part] = partOfRank(deepSeekV3, 8).attention;
    assert.equal(part?.kvElements, 576);
    assert.equal(part?.flopPerKvToken, 16 * 2 * (576 + 512));
    assert.equal(part?.expanded?.flopPerPair, 16 * 2 * (192 + 128));
    assert.equal(part?.expanded?.flopPerCachedToken, 16 * 2 * 512 * 256);
    // Into the query's 1,536 and the latent 576 whole; 16 heads of 192 out of the query, 256 out of the latent, 128 back.
    const whole = 7168 * (1536 + 576);
    assert.equal(part?.projectionParameters, whole + 16 * (1536 * 192 + 512 * 256 + 128 * 7168));
    const [narrow] = partOfRank(step3, 2).attention;
    assert.equal(narrow?.projectionParameters, 7168 * 2048 + 32 * 2048 * 256 + 2 * 7168 * 256 + 32 * 256 * 7168);
  });

  it('keeps an indexer whole', () => {
    const indexer = { elements: 128, flopPerToken: 16_384, parameters: 1e6 };
    const indexed = { ...deepSeekV3, attention: deepSeekV3.attention.map((each) => ({ ...each, indexer })) };
    assert.deepEqual(partOfRank(indexed, 8).attention[0]?.indexer, indexer);
  });

  it('is limited by reading where FLOP are shared out and the latent vector is not', () => {
    const one = attentionStage(deepSeekV3, h800, assumptions);
    const eight = attentionStage(partOfRank(deepSeekV3, 8), h800, assumptions);
    assert.equal(one.breakdown.cacheReads[0]?.limit, 'compute');
    assert.equal(eight.breakdown.cacheReads[0]?.limit, 'memory');
    close(eight.line.alpha, (61 * 576) / (3.35e12 * 0.6));
  });

  it('adds up hidden vectors over the scale-up network', () => {
    const { perRow, perStep } = allReduce(qwen235, gb200, 4, assumptions);
    // A ring of 4 sends three quarters of 8,192 bytes twice, in 94 layers, at 0.8 x 900 GB/s.
    close(perRow, (94 * 2 * 0.75 * 8192) / 720e9);
    close(perStep, 94 * 2 * 10e-6);
    assert.deepEqual(allReduce(qwen235, gb200, 1, assumptions), { perRow: 0, perStep: 0 });
  });
});
