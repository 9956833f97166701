import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../manifest/duration';

/** Seconds, out of an option's text such as `40ms`. */
export function duration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) throw new InvalidArgumentError('Give a time with its unit, such as 40ms or 0.04s.');
  return seconds;
}
