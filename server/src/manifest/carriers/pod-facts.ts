import { entryOf, nodeAt, type TreeEntry, type TreeMap, type TreeNode } from '../../yaml/yaml-tree';
import type { Fact } from '../fact';
import type { PodTemplate } from './pod-templates';
import type { DeviceRequest } from './process';
import type { ScalarReader } from './scalar-reader';
import { itemsOf } from './tree-path';

/** Labels of the pods that a template makes. */
export function podLabels({ above }: PodTemplate, reader: ScalarReader): ReadonlyMap<string, string> {
  const holder = above.at(-1);
  const places = [
    // Of a clique or a service, whose labels go to its pods.
    ...above.slice(1).map((node) => nodeAt(node, ['labels'])),
    nodeAt(holder, ['extraPodMetadata', 'labels']),
    nodeAt(holder, ['metadata', 'labels']),
  ];
  return new Map(places.flatMap((labels) => [...reader.names(labels)]));
}

/** The accelerators that a container asks for, or that the service around it does. */
export function deviceOf(container: TreeMap, { above }: PodTemplate, reader: ScalarReader): DeviceRequest | undefined {
  for (const node of [container, above.at(-1)]) {
    const counts = ['limits', 'requests'].flatMap((part) => {
      const resources = nodeAt(node, ['resources', part]);
      return (resources?.kind === 'map' ? resources.entries : []).flatMap((entry) => {
        const count = isAccelerator(entry.key) ? reader.count(entry) : undefined;
        return count ? [{ resource: entry.key, count }] : [];
      });
    });
    const [first, ...others] = counts;
    if (!first) continue;
    const repeated = others.filter(({ resource }) => resource === first.resource).map(({ count }) => count);
    return { ...first, repeated };
  }
  return undefined;
}

/** `gpu` alone is Dynamo's; other vendors have their name in front. */
function isAccelerator(resource: string): boolean {
  return resource === 'gpu' || /\/.*(?:gpu|npu|xpu|tpu|hpu|dcu|mlu|gaudi|ascend|accelerator|neuron)/i.test(resource);
}

/** Claims that a pod mounts. */
export function claimsOf(pod: TreeNode, reader: ScalarReader): readonly Fact<string>[] {
  return itemsOf(entryOf(pod, 'volumes')?.value).flatMap((volume) => {
    const claim = entryOf(volume, 'persistentVolumeClaim')?.value;
    return reader.textFact(entryOf(claim, 'claimName')) ?? [];
  });
}

/** The name of the nearest list item with one above a template: its role, component or clique. */
export function roleOf({ above, spec }: PodTemplate): TreeEntry | undefined {
  const nodes = [...above, spec];
  const item = nodes.findLast((node, index) => nodes[index - 1]?.kind === 'sequence' && nameOf(node) !== undefined);
  return nameOf(item);
}

function nameOf(node: TreeNode | undefined): TreeEntry | undefined {
  return entryOf(node, 'name') ?? entryOf(node, 'roleName');
}
