import type { Fact } from '../manifest/fact';
import { entryOf, nodeAt, type TreeNode } from '../yaml/yaml-tree';

/** A trace or profile that a configuration names, where it is written. */
export interface StatedReference {
  readonly kind: 'trace' | 'profile';
  readonly fact: Fact<string>;
  /** How the trace's columns are called, where that is said. */
  readonly columns: { readonly prefill: string; readonly decode: string } | undefined;
}

/** Every trace and profile that a configuration names, outside and in `overrides`. */
export function statedReferences(root: TreeNode): readonly StatedReference[] {
  return settingOwners(root).flatMap((owner): readonly StatedReference[] => {
    const workload = nodeAt(owner, ['workload']);
    const trace = textFact(workload, 'trace');
    const profile = textFact(owner, 'latencyProfile');
    const prefill = textFact(nodeAt(workload, ['columns']), 'prefill')?.value;
    const decode = textFact(nodeAt(workload, ['columns']), 'decode')?.value;
    const columns = prefill !== undefined && decode !== undefined ? { prefill, decode } : undefined;
    return [
      ...(trace ? [{ kind: 'trace' as const, fact: trace, columns }] : []),
      ...(profile ? [{ kind: 'profile' as const, fact: profile, columns: undefined }] : []),
    ];
  });
}

function textFact(owner: TreeNode | undefined, key: string): Fact<string> | undefined {
  const entry = entryOf(owner, key);
  const node = entry?.value;
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '' || node.templated)
    return undefined;
  const { value, site, range, shared, anchored } = node;
  return { value, site, range, keyRange: entry!.keyRange, shared, anchored };
}

/** The maps of a configuration that hold settings: the document itself, then each entry of `overrides`. */
export function settingOwners(root: TreeNode): readonly TreeNode[] {
  return [root, ...sequenceItems(nodeAt(root, ['overrides']))];
}

/** The items of a list; none where the node is something else. */
export function sequenceItems(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}
