/** How many make a second: dividing by them is exact to the last digit, so that 36 ms is 0.036 s. */
const unitsPerSecond: Readonly<Record<string, number>> = { ns: 1e9, us: 1e6, µs: 1e6, ms: 1e3, s: 1 };

/** Seconds of a duration with a unit, like `50ms` or `0.05 s`; undefined when it is not one or not positive. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s)$/.exec(text.trim());
  const seconds = match ? Number(match[1]) / unitsPerSecond[match[2]!]! : 0;
  return seconds > 0 ? seconds : undefined;
}

/** Units a duration may carry, shortest first. */
export const durationUnits: readonly string[] = ['ns', 'us', 'ms', 's'];
