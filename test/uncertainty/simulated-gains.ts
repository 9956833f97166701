import { uniformNumbers } from '../../validation/band-cases';
import { type BandCase, randomCase } from '../../validation/judged-case';

/** The cases of the validation whose gain the simulation knows to half a point, one after the other. */
export function simulatedCases(): () => BandCase {
  const uniform = uniformNumbers(2026);
  let seed = 0;
  return () => {
    for (;;) {
      seed += 1;
      const drawn = randomCase(uniform, seed);
      if (drawn && drawn.standardError <= 0.005) return drawn;
    }
  };
}
