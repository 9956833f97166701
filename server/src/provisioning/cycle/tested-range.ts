import type { OperatingPoint } from './operating-point';

/** Bounds within which the rule was compared with simulations; docs/validation.md shows how it does beyond them. */
export const testedRange = {
  /** Largest nu / (sqrt(B) theta): beyond it a worker's token load is far from normal. */
  loadSpread: 0.25,
  /** Largest nu / theta: beyond it a few very long requests decide. */
  slotSpread: 1.8,
  /** Fewest decode steps of a mean request: with fewer a worker's load changes faster than the pipeline settles. */
  meanDecode: 25,
} as const;

/** One way in which a point lies outside the tested range, with the value that does. */
export interface Untested {
  readonly what: keyof typeof testedRange;
  readonly value: number;
}

/**
 * How an operating point lies outside the range where the rule was tested; empty inside. What is unknown is not held
 * against it. Source: docs/validation.md.
 */
export function outsideTestedRange({
  load,
  batchSize,
}: Pick<OperatingPoint, 'load' | 'batchSize'>): readonly Untested[] {
  const { theta, nu, meanDecode } = load;
  const found: Untested[] = [];
  if (meanDecode !== undefined && meanDecode < testedRange.meanDecode) {
    found.push({ what: 'meanDecode', value: meanDecode });
  }
  if (nu === undefined || theta === 0) return found;
  const slotSpread = nu / theta;
  if (slotSpread > testedRange.slotSpread) found.push({ what: 'slotSpread', value: slotSpread });
  const loadSpread = slotSpread / Math.sqrt(batchSize);
  if (loadSpread > testedRange.loadSpread) found.push({ what: 'loadSpread', value: loadSpread });
  return found;
}
