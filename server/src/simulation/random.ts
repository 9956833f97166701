/** A stream of pseudo-random numbers. */
export interface Random {
  /** Uniform, strictly between 0 and 1. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * The stream with the given name: a seed and any further whole numbers, each from 0 to 2^32 - 1. Equal names give equal
 * streams, different ones independent streams. Source: sfc32 (Chris Doty-Humphrey's PractRand), started by splitmix32.
 */
export function randomStream(...name: readonly number[]): Random {
  let state = 0x9e3779b9;
  const mix = (word: number): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ word;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    state ^= z ^ (z >>> 15);
    return state;
  };
  for (const word of name) mix(word);
  let [a, b, c, counter] = [mix(1), mix(2), mix(3), 1];

  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  const uniform = (): number => (word() + 0.5) / 4294967296;
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}
