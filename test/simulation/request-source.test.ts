import assert from 'node:assert/strict';
import { randomStream } from '../../server/src/simulation/random';
import type { RequestLaw } from '../../server/src/simulation/request-law';
import { requestSource } from '../../server/src/simulation/request-source';
import { momentsOf } from '../../server/src/workload/request-moments';
import { estimateFromMoments } from '../../server/src/workload/theta-estimate';

const draws = 100_000;

/** Mean, and its standard error, of what `measure` says of the requests that `draw` yields. */
function meanOf(
  law: RequestLaw,
  kind: 'fresh' | 'resident',
  measure: (request: { prefill: number; decode: number; age: number }) => number,
): readonly [number, number] {
  const source = requestSource(law);
  const random = randomStream(21);
  const drawn = { prefill: 0, decode: 1, age: 0 };
  let [sum, squares] = [0, 0];
  for (let i = 0; i < draws; i++) {
    source[kind](random, drawn);
    const value = measure(drawn);
    sum += value;
    squares += value * value;
  }
  const mean = sum / draws;
  return [mean, Math.sqrt(Math.max(0, squares / draws - mean * mean) / draws)];
}

function assertMean(actual: readonly [number, number], expected: number, what: string): void {
  const [mean, error] = actual;
  assert.ok(Math.abs(mean - expected) <= 5 * error + 1e-9, `${what}: ${mean} ± ${error}, expected ${expected}`);
}

const list = { prefill: Float64Array.of(10, 400, 3000, 0), decode: Float64Array.of(1, 90, 7, 12) };
const geometric: RequestLaw = { kind: 'geometric', meanPrefill: 100, meanDecode: 50 };
const lognormal: RequestLaw = {
  kind: 'lognormal',
  meanPrefill: 300,
  meanDecode: 80,
  deviationPrefill: 250,
  deviationDecode: 60,
  correlation: 0.4,
};

describe('request-source', () => {
  it('draws fresh requests of the law, at age 0', () => {
    for (const law of [geometric, lognormal]) {
      assertMean(
        meanOf(law, 'fresh', ({ prefill }) => prefill),
        law.meanPrefill,
        `${law.kind} P`,
      );
      assertMean(
        meanOf(law, 'fresh', ({ decode }) => decode),
        law.meanDecode,
        `${law.kind} D`,
      );
      assertMean(
        meanOf(law, 'fresh', ({ age }) => age),
        0,
        `${law.kind} age`,
      );
    }
    assertMean(
      meanOf(geometric, 'fresh', ({ decode }) => (decode - 50) ** 2),
      50 * 49,
      'geometric variance',
    );
    assertMean(
      meanOf(lognormal, 'fresh', ({ decode }) => (decode - 80) ** 2),
      3600,
      'lognormal variance',
    );
    const covariance = 0.4 * 250 * 60;
    assertMean(
      meanOf(lognormal, 'fresh', (r) => (r.prefill - 300) * (r.decode - 80)),
      covariance,
      'covariance',
    );
    assertMean(
      meanOf({ kind: 'resample', list }, 'fresh', ({ prefill }) => prefill),
      3410 / 4,
      'list',
    );
  });

  it('finds in running slots what theta and nu say', () => {
    const ofList = estimateFromMoments(momentsOf([...list.prefill].map((p, i) => [p, list.decode[i]!] as const)));
    const { meanPrefill: p, meanDecode: d } = geometric;
    const laws: readonly [RequestLaw, number, number][] = [
      [{ kind: 'resample', list }, ofList.theta, ofList.nu!],
      [geometric, p + d - 1, Math.sqrt(p * (p - 1) + d * (d - 1))],
      [{ kind: 'deterministic', prefill: 40, decode: 11 }, 45, Math.sqrt(10)],
    ];
    for (const [law, theta, nu] of laws) {
      assertMean(
        meanOf(law, 'resident', (r) => r.prefill + r.age),
        theta,
        `${law.kind} theta`,
      );
      assertMean(
        meanOf(law, 'resident', (r) => (r.prefill + r.age - theta) ** 2),
        nu * nu,
        `${law.kind} nu`,
      );
    }
  });

  it('weighs lognormal requests by their rounded decode length', () => {
    // E over residents of f(P, D) is E[D f(P, D)] / E[D] over fresh ones; short lengths make the rounding matter.
    const short: RequestLaw = { ...lognormal, meanDecode: 2, deviationDecode: 3, correlation: 0.3 };
    const source = requestSource(short);
    const random = randomStream(22);
    const drawn = { prefill: 0, decode: 1, age: 0 };
    let [steps, load, ones] = [0, 0, 0];
    for (let i = 0; i < 4 * draws; i++) {
      source.fresh(random, drawn);
      const { prefill, decode } = drawn;
      steps += decode;
      load += prefill * decode + (decode * (decode - 1)) / 2;
      ones += decode === 1 ? 1 : 0;
    }
    const [theta, error] = meanOf(short, 'resident', (r) => r.prefill + r.age);
    assert.ok(Math.abs(theta - load / steps) < 8 * error, `${theta} and ${load / steps}`);
    const [share, shareError] = meanOf(short, 'resident', (r) => (r.decode === 1 ? 1 : 0));
    assert.ok(Math.abs(share - ones / steps) < 8 * shareError, `${share} and ${ones / steps}`);
  });

  it('finds a resident request of length D at each of its ages equally often', () => {
    assertMean(
      meanOf(lognormal, 'resident', (r) => (r.age + 0.5) / r.decode),
      0.5,
      'lognormal',
    );
    assertMean(
      meanOf({ kind: 'resample', list }, 'resident', (r) => (r.age + 0.5) / r.decode),
      0.5,
      'list',
    );
    assertMean(
      meanOf(geometric, 'resident', ({ age }) => age),
      49,
      'geometric: as long behind as ahead',
    );
    assertMean(
      meanOf(geometric, 'resident', ({ age, decode }) => decode - age),
      50,
      'geometric',
    );
  });
});
