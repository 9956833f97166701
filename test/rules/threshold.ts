import assert from 'node:assert/strict';

/** What is looked at for one value: whether somebody is told, and the quantity that decides. */
export interface Told {
  readonly told: boolean;
  readonly quantity: number;
}

/**
 * Asserts that somebody is told exactly from `threshold` on: `at` is bisected between a value at which nobody is told and
 * one at which somebody is, and where that turns the quantity has to be the threshold, to six digits.
 */
export function assertToldFrom(threshold: number, silent: number, loud: number, at: (value: number) => Told): void {
  let [low, high] = [silent, loud];
  assert.ok(!at(low).told && at(high).told, `told at ${low}: ${at(low).told}, at ${high}: ${at(high).told}`);
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (at(middle).told) high = middle;
    else low = middle;
  }
  for (const value of [low, high]) {
    const { quantity } = at(value);
    assert.ok(
      Math.abs(quantity - threshold) <= 1e-6 * Math.abs(threshold),
      `at ${value} it turns at ${quantity}, which should be ${threshold}`,
    );
  }
}
