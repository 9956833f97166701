import type { TreeScalar } from '../../yaml/yaml-tree';
import type { Launch } from './launch';

type Role = 'attention' | 'ffn';

/** The role that a value names; SGLang says `attn`. */
export function roleNamed(value: TreeScalar['value']): Role | undefined {
  if (value === 'attn') return 'attention';
  return value === 'attention' || value === 'ffn' ? value : undefined;
}

/** Whether a launch starts a part of the pool; one of which nobody knows which it is stands for either. */
export function startsRole({ pool }: Launch, role: Role): boolean {
  return pool === role || pool === 'both' || pool === undefined;
}
