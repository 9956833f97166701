import { uniformNumbers } from '../../validation/band-cases';
import { type BandCase, randomCase } from '../../validation/judged-case';

/** The first cases of the validation whose gain the simulation knows to half a point. */
export function simulatedCases(count: number): readonly BandCase[] {
  const uniform = uniformNumbers(2026);
  const cases: BandCase[] = [];
  for (let seed = 1; cases.length < count; seed++) {
    const drawn = randomCase(uniform, seed);
    if (drawn && drawn.standardError <= 0.005) cases.push(drawn);
  }
  return cases;
}
