import assert from 'node:assert/strict';
import { axisFromZero, horizontalAxis, linearAxis, logAxis, roundAxis } from '../../server/src/charts/axis';

describe('axes', () => {
  it('write round numbers with as many digits as their distance needs', () => {
    const { at, ticks, text } = linearAxis([0, 0.5], [100, 0]);
    assert.equal(linearAxis([0, 1], [0, 9], { write: (value, step) => `${value} by ${step}` }).text(0.4), '0.4 by 0.2');
    assert.deepEqual(ticks.values.map(text), ['0.0', '0.1', '0.2', '0.3', '0.4', '0.5']);
    assert.deepEqual([0, 0.25, 0.5].map(at), [100, 50, 0]);
  });

  it('from 0 end at a round number over all values', () => {
    const { at, ticks } = axisFromZero([30, 121_000, 7], [0, 100]);
    assert.deepEqual(ticks.values, [0, 25_000, 50_000, 75_000, 100_000, 125_000]);
    assert.equal(at(125_000), 100);
    assert.deepEqual(axisFromZero([], [0, 100]).ticks.values.at(-1), 1);
    assert.deepEqual(axisFromZero([0], [0, 100]).ticks.values.at(-1), 1);
  });

  it('between round numbers write both of these, however far that widened them', () => {
    const { at, ticks } = roundAxis([1800, 6086], [0, 60]);
    assert.deepEqual(ticks.values, [1000, 2000, 3000, 4000, 5000, 6000, 7000]);
    assert.deepEqual([at(1000), at(7000)], [0, 60]);
    const { text } = roundAxis([0.41, 0.78], [0, 60], (value, step) => `${value} by ${step}`);
    assert.equal(text(0.4), '0.4 by 0.1');
    assert.deepEqual(roundAxis([4, 4], [0, 60]).ticks.values, [2, 3, 4, 5, 6]);
  });

  it('have as many numbers as there is room for, three steps at least', () => {
    const numbers = (width: number) => horizontalAxis([0, 100], [0, width], 10).ticks.values.length;
    assert.deepEqual([numbers(60), numbers(240), numbers(2000)], [3, 6, 11]);
  });

  it('are logarithmic where their ends are further apart than said, above 0', () => {
    const isLinear = (low: number, high: number) => {
      const { at } = horizontalAxis([low, high], [0, 100], 10);
      return Math.abs(at((low + high) / 2) - 50) < 1e-9;
    };
    assert.deepEqual([isLinear(1, 10), isLinear(1, 10.1), isLinear(0, 100)], [true, false, true]);
    const { at, ticks, text } = logAxis([1, 1000], [0, 300]);
    assert.ok(Math.abs(at(100) - 200) < 1e-9);
    assert.deepEqual(ticks.values.map(text), ['1', '10', '100', '1,000']);
  });
});
