import { parse } from 'csv-parse/sync';
import { areColumnNames } from '../../text/column-names';
import { isWholeTrace } from '../trace-head';

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

/** Whether a text is a table of numbers below the names of its columns, so that these may be shown. */
export function hasColumnNames(head: Buffer, delimiter: string): boolean {
  const [names = [], row = []] = firstRecords(head, delimiter);
  return row.length === names.length && areColumnNames(names, row);
}

/** Whether an object is a record of numbers, so that its keys may be shown as names of columns. */
export function hasKeyNames(value: Readonly<Record<string, unknown>>): boolean {
  return areColumnNames(Object.keys(value), scalarsOf(value, 2));
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
