/** Ascending round values, `step` apart. */
export interface Ticks {
  readonly step: number;
  readonly values: readonly number[];
}

/** What a power of ten is multiplied with to be a round step: of anything measured, and of what is counted. */
const roundFactors = { measured: [1, 2, 2.5, 5, 10], counted: [1, 2, 5, 10] } as const;

/** Whether values are measured or counted: 2.5 is a round number of seconds, and no number of workers. */
export type Quantity = keyof typeof roundFactors;

/** The smallest round step that cuts `span` into at most `count` of them. */
function roundStep(span: number, count: number, quantity: Quantity): number {
  const least = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = roundFactors[quantity].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Round values within [low, high] in at most `count` steps; the one value of an empty span. */
export function niceTicks(low: number, high: number, count: number, quantity: Quantity = 'measured'): Ticks {
  if (!(high > low)) return { step: 0, values: [low] };
  const step = roundStep(high - low, count, quantity);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return { step, values: Array.from({ length: last - first + 1 }, (_, index) => roundOff((first + index) * step)) };
}

/** 1, 2, 5 times the powers of ten within [low, high], or only these powers where there are more than `count`. */
export function logTicks(low: number, high: number, count: number): readonly number[] {
  const powers = Array.from(
    { length: Math.floor(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 },
    (_, index) => 10 ** (Math.floor(Math.log10(low)) + index),
  );
  const within = (values: readonly number[]): readonly number[] =>
    values.map(roundOff).filter((value) => value >= low && value <= high);
  const all = within(powers.flatMap((power) => [power, 2 * power, 5 * power]));
  return all.length <= count ? all : within(powers);
}

/** [low, high] widened to round values in at most `count` steps or one more at each end. */
export function niceDomain(low: number, high: number, count: number): readonly [number, number] {
  if (!(high > low)) return low === 0 ? [0, 1] : [roundOff(low - Math.abs(low) / 2), roundOff(low + Math.abs(low) / 2)];
  const step = roundStep(high - low, count, 'measured');
  return [roundOff(Math.floor(low / step + 1e-9) * step), roundOff(Math.ceil(high / step - 1e-9) * step)];
}

/** How many of the steps that widened [low, high] there are from end to end. */
export function niceSteps(low: number, high: number, count: number): number {
  if (!(high > low)) return count;
  const [from, to] = niceDomain(low, high, count);
  return Math.round((to - from) / roundStep(high - low, count, 'measured'));
}

/** Takes off what multiplying leaves behind the twelfth digit: 0.30000000000000004. */
function roundOff(value: number): number {
  return Number(value.toPrecision(12));
}
