import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../manifest/duration';
import { formatCount } from '../text/format';

/** An option's text, which must say something. */
export function someText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.');
  return text;
}

/** Reads a whole number from `least` out of an option's text. */
export function wholeNumber(least = 1): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`Give a whole number from ${least}.`);
    }
    return value;
  };
}

/** Reads a number of workers for both pools together, at most `most`, out of an option's text. */
export function workerCount(most: number): (text: string) => number {
  return (text) => {
    const count = wholeNumber(2)(text);
    if (count > most) throw new InvalidArgumentError(`Give at most ${formatCount(most)} workers.`);
    return count;
  };
}

/** Seconds, out of an option's text such as `40ms`. */
export function duration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) throw new InvalidArgumentError('Give a time with its unit, such as 40ms or 0.04s.');
  return seconds;
}
