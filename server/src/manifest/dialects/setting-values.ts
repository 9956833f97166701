import { quote } from '../../text/format';
import type { TreeNode, TreeScalar } from '../../yaml/yaml-tree';
import { truth } from '../launches/stated';

/** What a setting may be: the rest of `… must be`, and whether a value that is known before a run is that. */
export interface SettingValue {
  readonly mustBe: string;
  readonly accepts: (node: TreeNode) => boolean;
  /** The words that may stand here, where there are but a few. */
  readonly words?: readonly string[];
}

/** Whole numbers as Python takes them: also as text, but neither `4.0` nor `true`. */
function wholeNumber({ value, source }: TreeScalar): number | undefined {
  const text = typeof value === 'number' ? source : value;
  return typeof text === 'string' && /^\s*[-+]?\d+\s*$/.test(text) ? Number(text) : undefined;
}

/** A whole number from `low` to `high`. */
export function whole(mustBe: string, low: number, high: number = Number.MAX_SAFE_INTEGER): SettingValue {
  return {
    mustBe,
    accepts: (node) => {
      const number = node.kind === 'scalar' ? wholeNumber(node) : undefined;
      return number !== undefined && low <= number && number <= high;
    },
  };
}

/** One of these words. */
export function oneOf(...words: readonly string[]): SettingValue {
  return {
    mustBe: words.length === 1 ? quote(words[0]!) : `one of ${words.map(quote).join(', ')}`,
    accepts: (node) => node.kind === 'scalar' && words.includes(String(node.value)),
    words,
  };
}

/** A whole number of at least 1. */
export const positiveNumber = whole('a whole number of at least 1', 1);
/** The number of a port. */
export const portNumber = whole('a whole number from 1 to 65535', 1, 65_535);
/** A switch. */
export const trueOrFalse: SettingValue = {
  mustBe: '`true` or `false`',
  accepts: (node) => node.kind === 'scalar' && truth(node.value) !== undefined,
};
/** A name or an address of a node. */
export const hostName: SettingValue = {
  mustBe: 'a name or an address',
  accepts: (node) => node.kind === 'scalar' && typeof node.value === 'string' && node.value.trim() !== '',
};
/** An object with settings of its own. */
export const anyObject: SettingValue = { mustBe: 'an object', accepts: ({ kind }) => kind === 'map' };
