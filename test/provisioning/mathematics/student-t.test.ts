import assert from 'node:assert/strict';
import { studentT95 } from '../../../server/src/provisioning/mathematics/student-t';

/** P(|T| <= t) for `df` degrees of freedom, by Simpson's rule on the density. */
function centralProbability(t: number, df: number): number {
  const density = (x: number) => (1 + (x * x) / df) ** (-(df + 1) / 2);
  const integral = (to: number) => {
    const steps = 20_000;
    const h = to / steps;
    let sum = density(0) + density(to);
    for (let i = 1; i < steps; i++) sum += density(i * h) * (i % 2 === 1 ? 4 : 2);
    return (sum * h) / 3;
  };
  // The tail beyond 4000 is below 1e-4 of the whole for one degree of freedom, and known there: atan.
  const whole = df === 1 ? Math.PI / 2 : integral(400);
  return integral(t) / whole;
}

describe("Student's t", () => {
  it('holds 95 % of the mass within its quantile, for every value of the table and beyond', () => {
    for (const df of [...Array.from({ length: 31 }, (_, index) => index + 1), 40, 60, 120, 1000])
      assert.ok(Math.abs(centralProbability(studentT95(df + 1), df) - 0.95) < 2e-4, `${df}`);
  });

  it('agrees beyond its table with a printed one to 0.001', () => {
    for (const [df, printed] of [
      [31, 2.0395],
      [40, 2.0211],
      [60, 2.0003],
      [120, 1.9799],
    ] as const)
      assert.ok(Math.abs(studentT95(df + 1) - printed) < 1e-3, `${df}`);
  });

  it('tends to the normal quantile and is unbounded without a degree of freedom', () => {
    assert.ok(Math.abs(studentT95(1e9) - 1.96) < 1e-3);
    for (const n of [0, 1]) assert.equal(studentT95(n), Number.POSITIVE_INFINITY);
  });
});
