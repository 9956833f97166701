import type { RequestLengths } from '../server/src/simulation/request-law';
import { momentsOf } from '../server/src/workload/request-moments';
import { estimateFromMoments } from '../server/src/workload/theta-estimate';

/** Uniform numbers in (0, 1). */
export type Uniform = () => number;

/** Always the same numbers for a seed: the cases are part of the validation's definition. */
export function uniformNumbers(seed: number): Uniform {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
}

export const lengthKinds = ['lognormal', 'bimodal', 'heavy-tailed'] as const;

/** Lengths of requests, and what the theory knows of them. */
export interface KnownLengths {
  readonly kind: (typeof lengthKinds)[number] | 'real';
  readonly list: RequestLengths;
  readonly theta: number;
  readonly nu: number;
  readonly meanDecode: number;
}

const requests = 20_000;

/** Lengths of a random kind, mean, spread and correlation. */
export function randomLengths(uniform: Uniform): KnownLengths {
  const kind = lengthKinds[Math.floor(lengthKinds.length * uniform())]!;
  const logUniform = (low: number, high: number) => low * (high / low) ** uniform();
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const [prefill, decode] = [logUniform(100, 8000), logUniform(15, 800)];
  const [long, share] = [logUniform(5000, 60_000), logUniform(0.01, 0.2)];
  const correlation = -0.5 + 1.2 * uniform();
  const heavy = 1.2 + 0.4 * uniform();
  const moderate = () => 0.3 + 0.8 * uniform();
  const spreads =
    kind === 'heavy-tailed' ? [heavy, 0.8 * heavy] : kind === 'bimodal' ? [0.2, 0.3] : [moderate(), moderate()];
  const list: RequestLengths = { prefill: new Float64Array(requests), decode: new Float64Array(requests) };
  for (let i = 0; i < requests; i++) {
    const first = normal();
    const second = correlation * first + Math.sqrt(1 - correlation ** 2) * normal();
    const mean = kind === 'bimodal' && uniform() < share ? long : prefill;
    list.prefill[i] = Math.round(mean * Math.exp(spreads[0]! * first));
    list.decode[i] = Math.max(1, Math.round(decode * Math.exp(spreads[1]! * second)));
  }
  return knownLengths(kind, list);
}

/** The lengths with their load. */
export function knownLengths(kind: KnownLengths['kind'], list: RequestLengths): KnownLengths {
  const pairs = Array.from(list.decode, (steps, i) => [list.prefill[i]!, steps] as const);
  const { theta, nu, meanDecode } = estimateFromMoments(momentsOf(pairs));
  return { kind, list, theta, nu: nu!, meanDecode };
}
