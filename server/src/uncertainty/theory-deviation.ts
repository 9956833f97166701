import type { OperatingPoint } from '../provisioning/cycle/operating-point';
import { testedRange } from '../provisioning/cycle/tested-range';

/**
 * By how much the spread of the slowest worker's load differs from the theory's, as a natural logarithm: mean and standard
 * deviation over simulated cases. Loads are no normal variables, and workers not quite independent in time.
 * Source: docs/validation.md, "What the theory misses".
 */
const spread = { mean: 0.05, deviation: 0.18 };

/** What a cycle time is off by, at least, that changes with the ratio: nothing simulated shows it, yet no sum is exact. */
export const leastMisfit = 0.002;

/** How much the distance from the tested range widens the deviation. */
const distanceExponent = 0.5;

/** The factor of nu in a world, for a standard normal deviate: what the theory misses of stragglers. */
export function stragglerFactor(point: Pick<OperatingPoint, 'load' | 'batchSize'>, deviate: number): number {
  return Math.exp(spread.mean + spread.deviation * distance(point) ** distanceExponent * deviate);
}

/** How many times further than the tested range a point lies; 1 inside. What is unknown is not held against it. */
function distance({ load: { theta, nu, meanDecode }, batchSize }: Pick<OperatingPoint, 'load' | 'batchSize'>): number {
  const slot = nu === undefined || theta === 0 ? 0 : nu / theta;
  return Math.max(
    1,
    slot / testedRange.slotSpread,
    slot / Math.sqrt(batchSize) / testedRange.loadSpread,
    meanDecode === undefined ? 0 : testedRange.meanDecode / meanDecode,
  );
}
