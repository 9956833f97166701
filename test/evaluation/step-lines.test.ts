import assert from 'node:assert/strict';
import fc from 'fast-check';
import { meanStepSeconds, type RequestFlow, stepLines } from '../../server/src/evaluation/step-lines';
import { cycleTime } from '../../server/src/provisioning/cycle/cycle-time';
import type { LatencyModel } from '../../server/src/provisioning/cycle/operating-point';
import type { StepLine } from '../../server/src/scheduling/study';

const positive = fc.double({ min: 1e-3, max: 10, noNaN: true });
const latencies: fc.Arbitrary<LatencyModel> = fc.record({
  attention: fc.record({ alpha: positive, perRequest: positive, beta: positive }),
  ffn: fc.record({ alpha: positive, beta: positive }),
  communication: fc.record({ alpha: positive, beta: positive }),
  communicationScalesWith: fc.constantFrom('bundle', 'worker'),
  attentionCost: fc.constant(1),
  ffnCost: fc.constant(1),
});

function largest(lines: readonly StepLine[], tokens: number, requests: number): number {
  return Math.max(
    ...lines.map(({ perToken, perRequest, perStep }) => perToken * tokens + perRequest * requests + perStep),
  );
}

function assertClose(actual: number, expected: number): void {
  assert.ok(Math.abs(actual / expected - 1) < 1e-9, `${actual}, expected ${expected}`);
}

describe('step lines', () => {
  it('give m cycles of the pipeline where all attention workers have the mean load', () => {
    const small = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(latencies, small, small, fc.integer({ min: 1, max: 6 }), small, (latency, x, y, m, batchSize) => {
        const pools = { attention: x, ffn: y };
        const point = { latency, batchSize, load: { theta: 7, nu: undefined }, microbatches: m };
        const lines = stepLines({ latency, timeUnit: 'ms' }, pools, m)!;
        const expected = (m * cycleTime(point, pools, 'pipeline')) / 1000;
        assertClose(largest(lines, m * batchSize * 7, m * batchSize), expected);
      }),
    );
  });

  it('are unknown in cycles', () => {
    const latency = fc.sample(latencies, 1)[0]!;
    assert.equal(stepLines({ latency, timeUnit: 'cycle' }, { attention: 1, ffn: 1 }, 1), undefined);
  });
});

describe('the mean step', () => {
  const lines: readonly StepLine[] = [
    { perToken: 1e-6, perRequest: 0, perStep: 0.002 },
    { perToken: 0, perRequest: 1e-4, perStep: 0.004 },
  ];
  const load = (requestsPerSecond: number): RequestFlow => ({ requestsPerSecond, meanVolume: 50_000, meanDecode: 100 });
  /** By going round until nothing changes, never above a full cache. */
  const iterated = ({ requestsPerSecond, meanVolume, meanDecode }: RequestFlow, kvTokens: number): number => {
    let seconds = 0;
    for (let round = 0; round < 20_000; round++) {
      const tokens = Math.min(kvTokens, requestsPerSecond * seconds * meanVolume);
      seconds = largest(lines, tokens, (tokens * meanDecode) / meanVolume);
    }
    return seconds;
  };

  it('is the fixed point of Little’s law, and the step at a full cache beyond it', () => {
    for (const rate of [0.01, 1, 10, 15, 19, 19.9, 25, 1000]) {
      for (const kvTokens of [60_000, 1e6, 1e8]) {
        assertClose(meanStepSeconds(lines, load(rate), kvTokens), iterated(load(rate), kvTokens));
      }
    }
  });

  it('is a constant step whatever the load', () => {
    assert.equal(meanStepSeconds([{ perToken: 0, perRequest: 0, perStep: 0.04 }], load(1e9), 10), 0.04);
  });
});
