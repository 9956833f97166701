import assert from 'node:assert/strict';
import fc from 'fast-check';
import { logTicks, niceDomain, niceSteps, niceTicks } from '../../server/src/charts/ticks';

/** Spans of all sizes at all places that a chart may show. */
const spans = fc
  .tuple(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.integer({ min: -6, max: 6 }),
    fc.double({ min: 1, max: 9.9, noNaN: true }),
  )
  .map(
    ([at, power, digits]) =>
      [at * 10 ** power, at * 10 ** power + Math.abs(at) * 1e-3 * 10 ** power + digits * 10 ** power] as const,
  );

describe('numbers of an axis', () => {
  it('are round values', () => {
    assert.deepEqual(niceTicks(1, 24, 12).values, [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24]);
    assert.deepEqual(niceTicks(0, 0.6, 6).values, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    assert.deepEqual(niceTicks(0.31, 0.78, 5), { step: 0.1, values: [0.4, 0.5, 0.6, 0.7] });
    assert.deepEqual(niceTicks(3, 3, 5).values, [3]);
  });

  it('are 2.5 apart where something is measured, and never where it is counted', () => {
    assert.deepEqual(niceTicks(0, 11, 5).values, [0, 2.5, 5, 7.5, 10]);
    assert.deepEqual(niceTicks(0, 11, 5, 'counted').values, [0, 5, 10]);
  });

  it('are inside the span, evenly apart, and no more than asked for', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 2, max: 14 }), ([low, high], count) => {
        const { step, values } = niceTicks(low, high, count);
        assert.ok(values.length <= count + 1);
        const slack = step * 1e-3;
        for (const value of values) assert.ok(value >= low - slack && value <= high + slack);
        for (const [index, value] of values.entries()) {
          if (index > 0) assert.ok(Math.abs(value - values[index - 1]! - step) < slack);
        }
      }),
    );
  });

  it('are round in powers of ten along a logarithmic scale', () => {
    assert.deepEqual(logTicks(0.7, 60, 10), [1, 2, 5, 10, 20, 50]);
    assert.deepEqual(logTicks(0.01, 1000, 6), [0.01, 0.1, 1, 10, 100, 1000]);
  });

  it('are the ends of an axis that takes everything in', () => {
    assert.deepEqual(niceDomain(0.41, 0.78, 5), [0.4, 0.8]);
    assert.deepEqual(niceDomain(0, 0, 5), [0, 1]);
    assert.deepEqual(niceDomain(4, 4, 5), [2, 6]);
    fc.assert(
      fc.property(spans, ([low, high]) => {
        const [from, to] = niceDomain(low, high, 6);
        const slack = (high - low) * 1e-3;
        assert.ok(from <= low + slack && to >= high - slack);
        assert.ok(to - from <= 3 * (high - low));
      }),
    );
  });

  it('stand at both round ends, where there are as many steps as widened them', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 2, max: 8 }), ([low, high], count) => {
        const [from, to] = niceDomain(low, high, count);
        const { step, values } = niceTicks(from, to, niceSteps(low, high, count));
        const slack = step * 1e-3;
        assert.ok(Math.abs(values[0]! - from) < slack && Math.abs(values.at(-1)! - to) < slack);
        assert.ok(values.length <= count + 2);
      }),
    );
  });
});
