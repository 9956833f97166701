import assert from 'node:assert/strict';

/** Asserts |actual - expected| <= tolerance * max(1, |expected|). NaN fails. */
export function assertClose(actual: number, expected: number, tolerance: number, what = ''): void {
  const scale = Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= tolerance * scale, `${what} expected ${expected}, got ${actual}`);
}

/** Asserts agreement to a relative tolerance. NaN fails. */
export function assertRelative(actual: number, expected: number, tolerance: number, what = ''): void {
  if (actual === expected) return;
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.abs(expected),
    `${what} expected ${expected}, got ${actual}`,
  );
}
