import assert from 'node:assert/strict';
import { scaledLatency } from '../../../server/src/provisioning/cycle/scaled-latency';
import { stageTimes } from '../../../server/src/provisioning/cycle/stage-times';

describe('a scaled latency model', () => {
  it('takes its factor longer in every stage, whatever makes up its time', () => {
    const latency = {
      attention: { alpha: 0.002, perRequest: 0.3, capped: [{ alpha: 0.01, tokens: 128 }], beta: 7 },
      communication: { alpha: 0.05, beta: 3, fanOut: { count: 64, perToken: 6 } },
      ffn: { alpha: 0.08, beta: 11, experts: { count: 64, perToken: 6, readTime: 90 } },
      communicationScalesWith: 'bundle' as const,
      attentionCost: 1,
      ffnCost: 2,
    };
    const point = { load: { theta: 700, nu: 300 }, batchSize: 12, latency, microbatches: 2 };
    const pools = { attention: 5, ffn: 3 };
    const before = stageTimes(point, pools);
    const scaled = scaledLatency(latency, { attention: 2, communication: 3, ffn: 5 });
    const after = stageTimes({ ...point, latency: scaled }, pools);
    const near = (actual: number, expected: number) =>
      assert.ok(Math.abs(actual - expected) < 1e-12 * expected, `${actual} is not ${expected}`);
    near(after.attention, 2 * before.attention);
    near(after.attentionSpread, 2 * before.attentionSpread);
    near(after.communication, 3 * before.communication);
    near(after.ffn, 5 * before.ffn);
    assert.deepEqual([scaled.attentionCost, scaled.ffnCost], [1, 2]);
  });
});
