import assert from 'node:assert/strict';

/** Asserts that two numbers are equal but for a relative difference, by default one of rounding. */
export function close(actual: number | undefined, expected: number, relative = 1e-12): void {
  const difference = Math.abs((actual ?? Number.NaN) - expected);
  assert.ok(difference <= relative * Math.abs(expected), `${actual} is not ${expected}`);
}
