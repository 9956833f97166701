import assert from 'node:assert/strict';
import fc from 'fast-check';
import { choiceOf } from '../../../server/src/latency/fit/sweep-choice';

const value = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('sweep choice', () => {
  it('recommends what trying every ratio recommends', () => {
    fc.assert(
      fc.property(value(1, 30), value(0.005, 0.1), value(1, 15), (attention, alpha, beta) => {
        const model = { attention: { alpha: 0, perRequest: 0, beta: attention }, ffn: { alpha, beta } };
        const cycle = (x: number): number => Math.max(attention, (alpha * 25 * x) / 4 + beta);
        const rows = Array.from({ length: 253 }, (_, i) => 1 + i / 4).map((x, line) => ({
          line,
          context: 1000,
          pools: { attention: x, ffn: 4 },
          batchSize: 25,
          cycle: cycle(x),
        }));
        const throughput = (x: number): number => x / (x + 4) / cycle(x);
        const best = Math.max(...rows.map(({ pools }) => throughput(pools.attention)));
        const { recommended, regret, ratio, ratioRegret } = choiceOf(model, rows);
        assert.ok(throughput(recommended.attention) >= best * (1 - 1e-9));
        assert.ok(Math.abs(regret) < 1e-9);
        assert.ok(throughput(4 * ratio) >= best * (1 - 1e-9));
        assert.ok(Math.abs(ratioRegret) < 0.02);
      }),
    );
  });

  it('counts regret in measured throughput, and leaves the measured ratios for no better one', () => {
    const row = (attention: number, cycle: number) => ({
      line: 1,
      context: 1000,
      pools: { attention, ffn: 1 },
      batchSize: 10,
      cycle,
    });
    const model = { attention: { alpha: 0, perRequest: 0, beta: 100 }, ffn: { alpha: 0.01, beta: 1 } };
    const choice = choiceOf(model, [row(3, 10), row(1, 10), row(2, 5)]);
    // Measured: 10/2/10 = 0.5, 20/3/5 = 1.333, 30/4/10 = 0.75. The model always wants more attention workers.
    assert.deepEqual([choice.recommended.attention, choice.bestMeasured.attention, choice.ratio], [3, 2, 3]);
    assert.ok(Math.abs(choice.regret - 0.4375) < 1e-12);
    assert.ok(Math.abs(choice.ratioRegret - 0.4375) < 1e-12);
  });
});
