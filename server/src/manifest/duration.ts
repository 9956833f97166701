/** Powers of ten: read with the digits, so that 36.1 ms and 0.0361 s are the same number. */
const exponents: Readonly<Record<string, number>> = { ns: -9, us: -6, µs: -6, ms: -3, s: 0 };

/** Seconds of a duration with a unit, like `50ms` or `0.05 s`; undefined when it is not one or not positive. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s)$/.exec(text.trim());
  const seconds = match ? Number(`${match[1]}e${exponents[match[2]!]!}`) : 0;
  return seconds > 0 ? seconds : undefined;
}

/** Units a duration may carry, shortest first. */
export const durationUnits: readonly string[] = ['ns', 'us', 'ms', 's'];

/**
 * Seconds as a manifest's duration, like `50ms`: in the unit and spacing of `like` where that is a duration, else in
 * milliseconds; in nanoseconds or seconds where the number would need an exponent. Undefined where no unit can say it.
 */
export function durationText(seconds: number, like = ''): string | undefined {
  const [, space = '', unit = 'ms'] = /^['"]?\s*[\d.]+(\s*)(ns|us|µs|ms|s)\s*['"]?$/.exec(like) ?? [];
  return [`${space}${unit}`, 'ns', 's']
    .map((suffix) => `${Number((seconds / parseDuration(`1${suffix}`)!).toPrecision(12))}${suffix}`)
    .find((text) => parseDuration(text) !== undefined);
}
