import assert from 'node:assert/strict';
import { frozenAt } from '../../../server/src/provisioning/cycle/frozen-lines';
import type { LatencyModel, OperatingPoint } from '../../../server/src/provisioning/cycle/operating-point';
import { stageTimes } from '../../../server/src/provisioning/cycle/stage-times';
import { type MeanFieldOptimum, meanFieldOptimum } from '../../../server/src/provisioning/optimum/mean-field-optimum';
import { assertPrinted, baseCase, table2 } from '../base-case';
import { assertClose, assertRelative } from '../closeness';
import { bent, integer, logUniform, pick, type Random, randomPoint, seededRandom } from '../random-points';

function times(point: OperatingPoint, r: number): { attention: number; communication: number; ffn: number } {
  const { attention, communication, ffn, communicationScalesWith } = point.latency;
  const batch = r * point.batchSize;
  return {
    attention: attention.alpha * point.batchSize * point.load.theta + attention.beta,
    communication:
      communication.alpha * (communicationScalesWith === 'bundle' ? batch : point.batchSize) + communication.beta,
    ffn: ffn.alpha * batch + ffn.beta,
  };
}

/** The objective straight from its definition. */
function throughput(point: OperatingPoint, r: number): number {
  const { attentionCost, ffnCost } = point.latency;
  const { attention, communication, ffn } = times(point, r);
  return (r * point.batchSize) / ((attentionCost * r + ffnCost) * Math.max(attention, communication, ffn));
}

function assertBest(point: OperatingPoint, optimum: MeanFieldOptimum): void {
  const what = JSON.stringify({ point, optimum });
  const { ratio } = optimum;
  let bestOnGrid = 0;
  for (let i = -300; i <= 400; i++) bestOnGrid = Math.max(bestOnGrid, throughput(point, 10 ** (i / 50)));
  if (Number.isFinite(ratio) && ratio > 0) {
    for (let i = -100; i <= 100; i++) bestOnGrid = Math.max(bestOnGrid, throughput(point, ratio * (1 + i / 1000)));
    assertRelative(optimum.throughput, throughput(point, ratio), 1e-12, what);
  }
  assert.ok(optimum.throughput >= bestOnGrid * (1 - 1e-9), `grid finds ${bestOnGrid}: ${what}`);
  if (ratio === Number.POSITIVE_INFINITY) assertRelative(optimum.throughput, throughput(point, 1e13), 1e-9, what);
  if (ratio === 0) assertRelative(optimum.throughput, throughput(point, 1e-13), 1e-9, what);
}

/** Parameters without any common scale, many of them zero or equal. */
function unrelatedPoint(random: Random): OperatingPoint {
  const line = () => ({
    alpha: pick(random, [0, 0.01, logUniform(random, 1e-6, 1e3)]),
    beta: pick(random, [0, 10, logUniform(random, 1e-4, 1e5)]),
  });
  const cost = () => pick(random, [1, logUniform(random, 0.01, 100)]);
  return {
    load: { theta: logUniform(random, 1, 1e6), nu: undefined },
    batchSize: pick(random, [1, 256, 4096]),
    microbatches: undefined,
    latency: {
      attention: { ...line(), beta: logUniform(random, 1e-3, 1e4) },
      communication: line(),
      ffn: line(),
      communicationScalesWith: pick(random, ['bundle', 'worker'] as const),
      attentionCost: cost(),
      ffnCost: cost(),
    },
  };
}

/** Where every stage is a plain line the pools do not matter. */
const one = { attention: 1, ffn: 1 };

const withLatency = (changes: Partial<LatencyModel>): OperatingPoint => ({
  ...baseCase,
  latency: { ...table2, ...changes },
});

describe('mean-field-optimum', () => {
  it('reproduces the base case in both scales', () => {
    for (const communicationScalesWith of ['bundle', 'worker'] as const) {
      const { ratio, regime, candidates } = meanFieldOptimum(withLatency({ communicationScalesWith }), one);
      assertPrinted(ratio, '9.555');
      assert.equal(regime, 'attention');
      assert.equal(candidates.attention, ratio);
      assert.equal(candidates.communication, undefined);
      assertClose(candidates.peak, Math.sqrt(100 / (0.083 * 256)), 1e-14);
    }
    assertPrinted((0.00165 / 0.083) * 599 - 50 / (0.083 * 256), '9.555', 'theory 3.4');
  });

  it('beats a fine grid on 4000 random parameter sets', () => {
    const random = seededRandom(41);
    for (let i = 0; i < 4000; i++) {
      const point = i % 2 === 0 ? unrelatedPoint(random) : randomPoint(random, { balance: [1e-3, 1e3], spread: 0 });
      assertBest(point, meanFieldOptimum(point, one));
    }
  });

  it('names the stage that sets the cycle at the optimum, and candidates that are what they say', () => {
    const random = seededRandom(42);
    const seen = new Set<string>();
    for (let i = 0; i < 3000; i++) {
      const point = randomPoint(random, { balance: [1e-2, 1e3], spread: 0 });
      const { ratio, regime, candidates } = meanFieldOptimum(point, one);
      const what = JSON.stringify({ point, ratio, regime, candidates });
      if (Number.isFinite(ratio) && ratio > 0) {
        const at = times(point, ratio);
        assertRelative(at[regime], Math.max(at.attention, at.communication, at.ffn), 1e-9, what);
        seen.add(`${point.latency.communicationScalesWith} ${regime}`);
      }
      if (candidates.attention !== undefined) {
        const { attention, communication, ffn } = times(point, candidates.attention);
        const next = point.latency.communicationScalesWith === 'bundle' ? Math.max(communication, ffn) : ffn;
        assertRelative(next, attention, 1e-9, what);
      }
      if (candidates.communication !== undefined) {
        const { communication, ffn } = times(point, candidates.communication);
        assertRelative(communication, ffn, 1e-9, what);
      }
    }
    assert.equal(seen.size, 6, `both scales, three regimes: ${[...seen]}`);
  });

  it('is the largest of the three candidates in the worker scale', () => {
    const random = seededRandom(43);
    for (let i = 0; i < 2000; i++) {
      const drawn = randomPoint(random, { balance: [1e-2, 1e3], spread: 0 });
      const point = { ...drawn, latency: { ...drawn.latency, communicationScalesWith: 'worker' as const } };
      const { ratio, candidates } = meanFieldOptimum(point, one);
      assert.equal(ratio, Math.max(candidates.attention ?? 0, candidates.communication ?? 0, candidates.peak));
    }
  });

  it('has attention against FFN alone as a candidate in the worker scale, and against both in the other', () => {
    const latency = { ffn: { alpha: 0.01, beta: 50 }, communication: { alpha: 0.05, beta: 20 } };
    const of = (communicationScalesWith: 'bundle' | 'worker') =>
      meanFieldOptimum(withLatency({ ...latency, communicationScalesWith }), one).candidates.attention!;
    const { attention } = baseCase.latency;
    const time = attention.alpha * 256 * baseCase.load.theta + attention.beta;
    assertClose(of('worker'), (time - 50) / (0.01 * 256), 1e-12);
    assertClose(of('bundle'), (time - 20) / (0.05 * 256), 1e-12);
  });

  it('drops a threshold that is not positive', () => {
    const { ratio, regime, candidates } = meanFieldOptimum(withLatency({ ffn: { alpha: 0.083, beta: 400 } }), one);
    assert.equal(candidates.attention, undefined);
    assert.equal(regime, 'ffn');
    assert.equal(ratio, candidates.peak);
    assertClose(ratio, Math.sqrt(400 / (0.083 * 256)), 1e-14);
  });

  it('skips a flat communication line and a flat FFN line', () => {
    const flatCommunication = meanFieldOptimum(withLatency({ communication: { alpha: 0, beta: 20 } }), one);
    assertPrinted(flatCommunication.ratio, '9.555');
    const flatFfn = meanFieldOptimum(withLatency({ ffn: { alpha: 0, beta: 100 } }), one);
    assertClose(flatFfn.ratio, (303.0176 - 20) / (0.022 * 256), 1e-12);
    assertClose(flatFfn.candidates.communication!, (100 - 20) / (0.022 * 256), 1e-12);
  });

  it('puts the optimum at infinity where nothing grows with the ratio', () => {
    const flat = (beta: number) => ({ alpha: 0, beta });
    const attention = meanFieldOptimum(withLatency({ communication: flat(20), ffn: flat(100) }), one);
    assert.deepEqual(attention, {
      ratio: Number.POSITIVE_INFINITY,
      regime: 'attention',
      candidates: { attention: undefined, communication: undefined, peak: Number.POSITIVE_INFINITY },
      throughput: 256 / (0.00165 * (256 * 599) + 50),
    });
    assert.equal(meanFieldOptimum(withLatency({ communication: flat(20), ffn: flat(1000) }), one).regime, 'ffn');
    const worker = withLatency({
      communication: { alpha: 9, beta: 0 },
      communicationScalesWith: 'worker',
      ffn: flat(1),
    });
    assert.equal(meanFieldOptimum(worker, one).ratio, Number.POSITIVE_INFINITY);
    assert.equal(meanFieldOptimum(worker, one).regime, 'communication');
  });

  it('has its FFN balance also where communication per worker takes longer than attention', () => {
    const worker = withLatency({ communication: { alpha: 0, beta: 400 }, communicationScalesWith: 'worker' });
    const { candidates, regime } = meanFieldOptimum(worker, one);
    assertClose(candidates.attention!, (303.0176 - 100) / (0.083 * 256), 1e-12);
    assert.equal(regime, 'communication');
  });

  it('takes the higher of two lines of equal slope', () => {
    const same = withLatency({ communication: { alpha: 0.083, beta: 400 } });
    const { ratio, regime, candidates } = meanFieldOptimum(same, one);
    assert.equal(regime, 'communication');
    assert.equal(candidates.communication, undefined);
    assertClose(ratio, Math.sqrt(400 / (0.083 * 256)), 1e-14);
  });

  it('moves only the peaks with the costs', () => {
    const costly = meanFieldOptimum(withLatency({ attentionCost: 1, ffnCost: 9 }), one);
    const plain = meanFieldOptimum(baseCase, one);
    assert.equal(costly.candidates.attention, plain.candidates.attention);
    assertClose(costly.candidates.peak, 3 * plain.candidates.peak, 1e-14);
  });

  it('has its limit at ratio 0 where only a line through the origin is left', () => {
    const nothing = { alpha: 0, beta: 0 };
    const point = withLatency({ attention: nothing, communication: nothing, ffn: { alpha: 0.5, beta: 0 } });
    assertBest(point, meanFieldOptimum(point, one));
    assert.equal(meanFieldOptimum(point, one).ratio, 0);
    assert.equal(meanFieldOptimum(point, one).throughput, 2);
  });

  it('takes what bends as it is at the pools', () => {
    const random = seededRandom(44);
    for (let i = 0; i < 500; i++) {
      const plain = randomPoint(random, { balance: [1e-2, 1e2], spread: 0 });
      const point = bent(random, plain);
      const pools = { attention: integer(random, 1, 40), ffn: integer(random, 1, 12) };
      const at = stageTimes(point, pools);
      const latency = frozenAt(point, pools);
      const frozen = stageTimes({ ...point, latency }, pools);
      for (const stage of ['attention', 'communication', 'ffn'] as const)
        assertRelative(frozen[stage], at[stage], 1e-12);
      assert.deepEqual(meanFieldOptimum(point, pools), meanFieldOptimum({ ...point, latency }, one));
      assert.equal(frozenAt(plain, pools), plain.latency);
    }
  });
});
