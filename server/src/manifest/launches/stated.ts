import { type MappedText, rangeOfText, unknownsIn } from '../../text/mapped-text';
import type { TextRange } from '../../text/text-range';
import type { TreeNode, TreeScalar } from '../../yaml/yaml-tree';
import type { Fact } from '../fact';
import type { LaunchOption, Stated } from './launch';

/** Where a value is given: below a key, or behind a flag. */
export interface SettingPlace {
  readonly keyRange: TextRange;
  readonly node: TreeNode;
}

/** The place of an option's value; undefined without one. */
export function placeOf(option: LaunchOption | undefined): SettingPlace | undefined {
  const node = option?.tree ?? (option?.value && scalarOf(option.value));
  return option && node && { keyRange: option.nameRange, node };
}

/** A text as the value of a tree. */
export function scalarOf(text: MappedText): TreeScalar {
  const { exact, ...range } = rangeOfText(text);
  const unknown = unknownsIn(text);
  return {
    kind: 'scalar',
    value: text.text,
    source: text.text,
    style: 'plain',
    range,
    site: range,
    shared: undefined,
    templated: unknown.length > 0,
    unknown,
    literal: exact,
  };
}

/** The value at a place, as `read` makes it out; unresolved where only a run decides it. */
export function stated<T>(
  place: SettingPlace | undefined,
  read: (value: TreeScalar['value']) => T | undefined,
): Stated<T> {
  if (place?.node.kind !== 'scalar') return undefined;
  const { keyRange, node } = place;
  if (node.templated) return { unresolved: node.unknown?.join(' ') || '{{ }}', range: node.site };
  const value = read(node.value);
  return value === undefined ? undefined : factAt(value, node, keyRange);
}

/** Whole numbers, also as text; neither fractions nor booleans. */
export function integer(value: TreeScalar['value']): number | undefined {
  const number = typeof value === 'string' && /^\s*[-+]?\d+\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** Texts that are not empty. */
export function word(value: TreeScalar['value']): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ...['1', 'true', 'yes', 'on'].map((text) => [text, true] as const),
  ...['0', 'false', 'no', 'off'].map((text) => [text, false] as const),
]);

/** Booleans, also as text or as 0 and 1. */
export function truth(value: TreeScalar['value']): boolean | undefined {
  return truths.get(String(value).trim().toLowerCase());
}

/** What the engine takes where the launch says nothing: a fact that is written nowhere, reported at `site`. */
export function byDefault<T>(value: T, site: TextRange): Fact<T> {
  return {
    value,
    site,
    range: { start: site.start, end: site.start },
    keyRange: site,
    shared: undefined,
    anchored: undefined,
    literal: false,
  };
}

/** True for what `byDefault` gave: the launch does not write it. */
export function isDefault({ range, literal }: Fact<unknown>): boolean {
  return literal === false && range.start === range.end;
}

/** A value computed from the one that is stated, at its place; nothing where it cannot be computed. */
export function computed<T, U>(from: Stated<T>, compute: (value: T) => U | undefined): Stated<U> {
  if (from === undefined || !('value' in from)) return from;
  const value = compute(from.value);
  if (value === undefined) return undefined;
  return (value as unknown) === from.value ? { ...from, value } : { ...from, value, literal: false };
}

/** What stands in a part of a text, as a fact of its own. */
export function partOf<T>(whole: Fact<string>, start: number, end: number, value: T): Fact<T> {
  if (whole.literal === false || whole.shared) return { ...whole, value, literal: false };
  const range = { start: whole.range.start + start, end: whole.range.start + end };
  return { ...whole, value, site: range, range, literal: String(value) === whole.value.slice(start, end) };
}

function factAt<T>(value: T, node: TreeScalar, keyRange: TextRange): Fact<T> {
  const { site, shared, anchored } = node;
  const range = withoutQuotes(node);
  const text = String(value);
  return {
    value,
    site: shared ? site : range,
    range,
    keyRange,
    shared,
    anchored,
    literal: node.literal !== false && String(node.value) === text && range.end - range.start === text.length,
  };
}

/** The characters of the value itself: those of a quoted scalar stand between its quotes. */
function withoutQuotes({ range, style, source }: TreeScalar): TextRange {
  const isQuoted = style === 'quoted' && range.end - range.start === source.length + 2;
  return isQuoted ? { start: range.start + 1, end: range.end - 1 } : range;
}
