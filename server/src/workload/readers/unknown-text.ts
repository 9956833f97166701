import { parse } from 'csv-parse/sync';
import { tokenCount } from '../token-count';
import { isWholeTrace } from '../trace-head';

/** Longest word that may be the name of a column. */
const longestName = 40;

/** Said instead of names that may not be shown. */
export const hiddenNames = 'whose names are shown only for files of the workspace or repository';

/** What a text that is no trace seems to be, by how it starts, without a word of it: `text of 3 lines (64 bytes)`. */
export function seemsToBe(head: Buffer): string {
  if (!isWholeTrace(head)) return 'text of more than 64 kB';
  const lines = head
    .toString('utf8')
    .replace(/(?:\r\n|\n|\r)$/, '')
    .split(/\r\n|\n|\r/).length;
  return `text of ${counted(lines, 'line')} (${counted(head.length, 'byte')})`;
}

/**
 * Whether a text is a table of numbers below the names of its columns, so that these may be shown: its second record has
 * two whole numbers or more, and none of them where the first has a value. Other text may be anything, passwords too.
 */
export function hasColumnNames(head: Buffer, delimiter: string): boolean {
  const [names = [], row = []] = firstRecords(head, delimiter);
  return row.length === names.length && names.every(mayBeName) && haveLengths(row);
}

/** Whether an object is a record of numbers, so that its keys may be shown as names of columns. */
export function hasKeyNames(value: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(value).every(mayBeName) && haveLengths(scalarsOf(value, 2));
}

/** Whether two values or more are whole numbers, as those of every request are. */
function haveLengths(values: readonly unknown[]): boolean {
  return values.filter((value) => tokenCount(value) !== undefined).length >= 2;
}

function mayBeName(word: string): boolean {
  return word.length <= longestName && !word.includes('=') && tokenCount(word) === undefined;
}

function firstRecords(head: Buffer, delimiter: string): readonly (readonly string[])[] {
  try {
    return parse(head, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true, to: 2 });
  } catch {
    return [];
  }
}

/** The values of an object down to a depth. */
function scalarsOf(value: unknown, depth: number): readonly unknown[] {
  if (value === null || typeof value !== 'object') return [value];
  return depth === 0 ? [] : Object.values(value).flatMap((entry) => scalarsOf(entry, depth - 1));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
