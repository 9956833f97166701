import assert from 'node:assert/strict';
import { defaultAssumptions as assumptions } from '../../../server/src/latency/roofline/assumptions';
import { ffnStage, routingNote, routingOf } from '../../../server/src/latency/roofline/ffn-stage';
import { close } from './close';
import { a800, deepSeekV3, dense, gb200, h800, kimiK2, mixture, qwen32, qwen235, step3 } from './known-shapes';

/** FLOP per token of the FFN, of Step-3's table 2. */
const published = [
  [kimiK2, 4.84e10],
  [deepSeekV3, 4.84e10],
  [qwen235, 2.84e10],
  [qwen32, 5.03e10],
  [step3, 5.33e10],
] as const;
const qwenExperts = 94 * 128 * 3 * 4096 * 1536;

describe('the FFN stage of a roofline', () => {
  for (const [shape, flop] of published) {
    it(`agrees with the published operator costs of ${shape.id}`, () => {
      const { breakdown } = ffnStage(shape, h800, assumptions);
      close(breakdown.expertFlopPerRow + breakdown.alwaysFlopPerRow, flop, 0.005);
    });
  }

  it('computes per row and reads the experts that are hit', () => {
    const { line, breakdown } = ffnStage(qwen235, gb200, assumptions);
    close(line.alpha, (2 * 94 * 8 * 3 * 4096 * 1536) / (5e15 * 0.25));
    close(line.beta, 94 * 2 * 3e-6);
    close(line.experts?.readTime, qwenExperts / (8e12 * 0.8));
    assert.deepEqual([line.experts?.count, line.experts?.perToken], [128, 8]);
    assert.equal(breakdown.ownWeightBytesPerStep, 0);
  });

  it('reads dense layers and shared experts on every worker', () => {
    const { line } = ffnStage(deepSeekV3, h800, assumptions);
    const own = 3 * 3 * 7168 * 18_432 + 58 * 3 * 7168 * 2048;
    // Two operations in a dense layer, four beside a shared expert.
    close(line.beta, own / (3.35e12 * 0.8) + (3 * 2 + 58 * 4) * 3e-6);
  });

  it('has no experts to read in a dense model', () => {
    const { line } = ffnStage(qwen32, a800, assumptions);
    assert.equal(line.experts, undefined);
    close(line.alpha, (2 * 64 * 3 * 5120 * 25_600) / (312e12 * 0.25));
  });

  it('takes fp4 experts and bf16 shared experts each by its own bytes and rate', () => {
    const shape = { ...deepSeekV3, precision: { ...deepSeekV3.precision, experts: 'fp4', alwaysFfn: 'bf16' } as const };
    const { line, breakdown } = ffnStage(shape, gb200, assumptions);
    close(breakdown.expertBytes, 58 * 256 * 3 * 7168 * 2048 * (4.25 / 8));
    close(line.alpha, breakdown.expertFlopPerRow / (1e16 * 0.25) + breakdown.alwaysFlopPerRow / (2.5e15 * 0.25));
  });

  it('halves the reading of weights when the bandwidth doubles', () => {
    const bare = { ...assumptions, operationSeconds: 0 };
    const { line } = ffnStage(deepSeekV3, gb200, bare);
    const doubled = ffnStage(deepSeekV3, { ...gb200, memoryBandwidth: 16e12 }, bare).line;
    close(doubled.beta, line.beta / 2);
    close(doubled.experts?.readTime, (line.experts?.readTime ?? 0) / 2);
    assert.equal(doubled.alpha, line.alpha);
  });

  it('routes as the layers with the most expert weights do, and says where others differ', () => {
    const main = mixture(40, 4096, { experts: 64, perToken: 4, size: 1024, shared: 0 });
    const other = mixture(5, 4096, { experts: 128, perToken: 8, size: 256, shared: 0 });
    const shape = { ...qwen235, ffn: [dense(3, 4096, 8192), other, main] };
    assert.deepEqual(routingOf(shape), { count: 64, perToken: 4 });
    assert.match(routingNote(shape) ?? '', /^5 layers route otherwise;.* as for 4 of 64$/);
    assert.equal(routingNote({ ...shape, ffn: [main, { ...main, layers: 2 }] }), undefined);
    assert.equal(routingNote(qwen32), undefined);
  });
});
