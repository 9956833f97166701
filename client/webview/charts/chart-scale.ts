/** Ascending round values, `step` apart. */
export interface Ticks {
  readonly step: number;
  readonly values: readonly number[];
}

/** Maps `domain` to `range` along a line; the middle of the range where the domain is a single value. */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): (value: number) => number {
  const [low, high] = domain;
  const [from, to] = range;
  if (!(high > low)) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** The same along a logarithmic scale; the domain lies above 0. */
export function logScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): (value: number) => number {
  const scale = linearScale([Math.log(domain[0]), Math.log(domain[1])], range);
  return (value) => scale(Math.log(value));
}

/** The smallest of 1, 2, 5 times a power of ten that cuts `span` into at most `count` steps. */
function roundStep(span: number, count: number): number {
  const least = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Round values within [low, high] in at most `count` steps; the one value of an empty span. */
export function niceTicks(low: number, high: number, count: number): Ticks {
  if (!(high > low)) return { step: 0, values: [low] };
  const step = roundStep(high - low, count);
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
  const step = roundStep(high - low, count);
  return [roundOff(Math.floor(low / step + 1e-9) * step), roundOff(Math.ceil(high / step - 1e-9) * step)];
}

/** Takes off what multiplying leaves behind the twelfth digit: 0.30000000000000004. */
function roundOff(value: number): number {
  return Number(value.toPrecision(12));
}
