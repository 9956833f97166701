import { formatNumber, formatTick } from '../text/format';
import { linearScale, logScale } from './scale';
import { logTicks, niceDomain, niceSteps, niceTicks, type Quantity, type Ticks } from './ticks';

type Interval = readonly [from: number, to: number];

/** Where values of an axis are drawn, and its numbers. */
export interface Axis {
  readonly at: (value: number) => number;
  readonly ticks: Ticks;
  readonly text: (value: number) => string;
}

/** How the numbers of an axis are chosen and written. */
export interface Numbering {
  /** How many steps there are at most. */
  readonly steps?: number;
  readonly quantity?: Quantity;
  /** How a number is written where numbers are so far apart. */
  readonly write?: (value: number, step: number) => string;
}

/** Steps of an axis where no more is said: few enough to stay calm, enough to read values off. */
export const usualSteps = 5;

/** An axis that maps `domain` to `range` along a line. */
export function linearAxis(domain: Interval, range: Interval, numbering: Numbering = {}): Axis {
  const { steps = usualSteps, quantity, write = formatTick } = numbering;
  const ticks = niceTicks(...domain, steps, quantity);
  return { at: linearScale(domain, range), ticks, text: (value) => write(value, ticks.step) };
}

/** A linear axis between round numbers that take in [low, high], both of which are written. */
export function roundAxis([low, high]: Interval, range: Interval, write: Numbering['write'] = formatTick): Axis {
  const steps = niceSteps(low, high, usualSteps);
  return linearAxis(niceDomain(low, high, usualSteps), range, { steps, write });
}

/** A linear axis from 0 to a round number that takes in all values. */
export function axisFromZero(values: readonly number[], range: Interval): Axis {
  return roundAxis([0, values.reduce((high, value) => Math.max(high, value), 0)], range);
}

/** An axis that maps `domain`, above 0, to `range` along a logarithmic scale, with at most so many numbers. */
export function logAxis(domain: Interval, range: Interval, numbers = usualSteps + 1): Axis {
  return { at: logScale(domain, range), ticks: { step: 0, values: logTicks(...domain, numbers) }, text: formatNumber };
}

/** Pixels that a number under an axis needs. */
const numberWidth = 44;

/** An axis in pixels with as many numbers as there is room for; logarithmic where its ends are over `wide` times apart. */
export function horizontalAxis(domain: Interval, range: Interval, wide: number, quantity?: Quantity): Axis {
  const steps = Math.max(3, Math.min(14, Math.floor((range[1] - range[0]) / numberWidth)));
  const [low, high] = domain;
  return low > 0 && high > wide * low
    ? logAxis(domain, range, steps)
    : linearAxis(domain, range, { steps, ...(quantity && { quantity }) });
}
