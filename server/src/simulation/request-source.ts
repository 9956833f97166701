import type { Random } from './random';
import type { RequestLaw, RequestLengths } from './request-law';

/** A request in a slot: its lengths, and how many decode steps it has done before. Reused from draw to draw. */
export interface DrawnRequest {
  prefill: number;
  decode: number;
  age: number;
}

/** Draws independent requests of one law. */
export interface RequestSource {
  readonly meanDecode: number;
  /** A request that starts now; its age is 0. */
  fresh(random: Random, into: DrawnRequest): void;
  /** A request as found in a slot of a system that has run for long: long ones more often, anywhere in their decoding. */
  resident(random: Random, into: DrawnRequest): void;
}

/** The source of a law; a replayed list is drawn from as a resampled one (its order is the queue's business). */
export function requestSource(law: RequestLaw): RequestSource {
  switch (law.kind) {
    case 'replay':
    case 'resample':
      return fromList(law.list);
    case 'geometric':
      return geometric(law.meanPrefill, law.meanDecode);
    case 'lognormal':
      return lognormal(law);
    case 'deterministic':
      return fromList({ prefill: Float64Array.of(law.prefill), decode: Float64Array.of(law.decode) });
  }
}

function fromList({ prefill, decode }: RequestLengths): RequestSource {
  const stepsUpTo = new Float64Array(decode.length + 1);
  for (let i = 0; i < decode.length; i++) stepsUpTo[i + 1] = stepsUpTo[i]! + decode[i]!;
  const steps = stepsUpTo[decode.length]!;
  const take = (index: number, age: number, into: DrawnRequest): void => {
    into.prefill = prefill[index]!;
    into.decode = decode[index]!;
    into.age = age;
  };
  return {
    meanDecode: steps / decode.length,
    fresh: (random, into) => take(Math.floor(random.uniform() * decode.length), 0, into),
    resident(random, into) {
      const step = Math.floor(random.uniform() * steps);
      let low = 0;
      let high = decode.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (stepsUpTo[middle]! <= step) low = middle;
        else high = middle;
      }
      take(low, step - stepsUpTo[low]!, into);
    },
  };
}

/** Memoryless: what a resident request has behind it and ahead of it are independent. */
function geometric(meanPrefill: number, meanDecode: number): RequestSource {
  const prefill = geometricFromOne(meanPrefill);
  const decode = geometricFromOne(meanDecode);
  return {
    meanDecode,
    fresh(random, into) {
      into.prefill = prefill(random);
      into.decode = decode(random);
      into.age = 0;
    },
    resident(random, into) {
      into.prefill = prefill(random);
      into.age = decode(random) - 1;
      into.decode = into.age + decode(random);
    },
  };
}

function geometricFromOne(mean: number): (random: Random) => number {
  if (mean === 1) return () => 1;
  const scale = 1 / Math.log1p(-1 / mean);
  return (random) => 1 + Math.floor(Math.log(random.uniform()) * scale);
}

/**
 * (ln P, ln D) normal. A resident request is one with weight D, then an even age. With d the unrounded D, weight d + 1
 * is a mixture of the law itself and its shift by the covariances with ln d; a draw from it is kept with D / (d + 1).
 */
function lognormal(law: Extract<RequestLaw, { kind: 'lognormal' }>): RequestSource {
  const p = logMoments(law.meanPrefill, law.deviationPrefill);
  const d = logMoments(law.meanDecode, law.deviationDecode);
  const covariance = Math.log1p(
    (law.correlation * law.deviationPrefill * law.deviationDecode) / (law.meanPrefill * law.meanDecode || 1),
  );
  const slope = d.deviation === 0 ? 0 : covariance / d.deviation;
  const own = Math.sqrt(Math.max(0, p.deviation * p.deviation - slope * slope));
  /** Draws P and the unrounded D, with ln d raised by `shift` variances. */
  const draw = (random: Random, into: DrawnRequest, shift: 0 | 1): number => {
    const z = random.normal() + shift * d.deviation;
    into.prefill = law.meanPrefill === 0 ? 0 : Math.exp(p.mean + slope * z + own * random.normal());
    const unrounded = Math.exp(d.mean + d.deviation * z);
    into.decode = Math.max(1, Math.round(unrounded));
    into.age = 0;
    return unrounded;
  };
  return {
    meanDecode: Math.max(1, law.meanDecode),
    fresh(random, into) {
      draw(random, into, 0);
    },
    resident(random, into) {
      for (;;) {
        const shift = random.uniform() * (1 + law.meanDecode) < 1 ? 0 : 1;
        const unrounded = draw(random, into, shift);
        if (random.uniform() * (unrounded + 1) > into.decode) continue;
        into.age = Math.floor(random.uniform() * into.decode);
        return;
      }
    },
  };
}

/** Mean and standard deviation of the logarithm of a lognormal variable. */
function logMoments(mean: number, deviation: number): { readonly mean: number; readonly deviation: number } {
  if (mean === 0) return { mean: 0, deviation: 0 };
  const variance = Math.log1p((deviation / mean) ** 2);
  return { mean: Math.log(mean) - variance / 2, deviation: Math.sqrt(variance) };
}
