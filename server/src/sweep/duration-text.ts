import { parseDuration } from '../manifest/duration';

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
