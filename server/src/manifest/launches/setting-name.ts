import type { TextRange } from '../../text/text-range';
import type { TreeNode } from '../../yaml/yaml-tree';
import type { Fact } from '../fact';
import type { Launch } from './launch';

/** What the launch calls the thing that a fact gives: a key of its settings, an option, a variable; undefined for a default. */
export function settingName(
  { settings, options, environment }: Launch,
  { keyRange, range }: Fact<unknown>,
): string | undefined {
  const key = settings && keyAt(settings, keyRange);
  if (key !== undefined) return key;
  const option = [...options.values()].find(({ nameRange }) => isSame(nameRange, keyRange));
  if (option) return `--${option.name}`;
  return [...environment].find(([, { pieces }]) => pieces.some(({ source }) => isSame(source, range)))?.[0];
}

function keyAt(node: TreeNode, keyRange: TextRange): string | undefined {
  if (node.kind !== 'map') return undefined;
  for (const { key, keyRange: own, value } of node.entries) {
    const found = isSame(own, keyRange) ? key : keyAt(value, keyRange);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isSame(a: TextRange, b: TextRange): boolean {
  return a.start === b.start && a.end === b.end;
}
