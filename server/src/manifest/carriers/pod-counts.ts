import { entryOf, nodeAt, type TreeEntry, type TreeNode } from '../../yaml/yaml-tree';
import type { PodTemplate } from './pod-templates';
import type { ReplicaCount } from './process';
import type { ScalarReader } from './scalar-reader';
import { entryAtPath, type Steps, stepsBelow } from './tree-path';
import { type CountPlace, chartValues, inWholeObjects, type PodPlace, workloadKinds } from './workload-kinds';

/** How many pods a template makes, as far as the object says. */
export interface PodCounts {
  readonly replicas: readonly ReplicaCount[];
  readonly pods: number | undefined;
}

/** What we know of the place of a pod template in an object of this kind. */
export function podPlaceOf(kind: string | undefined, root: TreeNode, steps: Steps): PodPlace | undefined {
  const places = kind === undefined ? chartValues : workloadKinds.get(kind);
  return places?.find(
    ({ below, beside }) => stepsBelow(below, steps) && (!beside || entryAtPath(root, beside, steps) !== undefined),
  );
}

/** The counts that multiply to the pods of a template. */
export function countPods(
  kind: string | undefined,
  root: TreeNode,
  template: PodTemplate,
  place: PodPlace | undefined,
  reader: ScalarReader,
): PodCounts {
  if (!place) return { replicas: allReplicas(template, reader), pods: undefined };
  const whole = inWholeObjects.get(kind ?? '');
  const isPatch = whole !== undefined && !entryAtPath(root, whole, []);
  const replicas: ReplicaCount[] = [];
  let pods: number | undefined = place.isUncounted ? undefined : 1;
  for (const count of place.counts) {
    const entry = count.ofGroup
      ? groupEntry(root, template.steps, count, reader)
      : entryAtPath(root, count.path, template.steps);
    if (!entry) {
      if (isPatch || count.less) pods = undefined;
      continue;
    }
    const fact = reader.count(entry);
    if (!fact) {
      pods = undefined;
      continue;
    }
    const { less } = count;
    replicas.push({ key: keyOf(count.path), fact, ...(less ? { less } : {}) });
    if (pods !== undefined) pods *= Math.max(0, fact.value - (less ?? 0));
  }
  return { replicas, pods };
}

/** As people know it: without what leads to the role. */
function keyOf(path: string): string {
  return path.replace(/^.*(?:\[\]|\*)\./, '').replace(/^(?:spec\.|jobTemplate\.)+/, '');
}

/** The count of the group that has this template's role as a member. */
function groupEntry(
  root: TreeNode,
  steps: Steps,
  { path, ofGroup }: CountPlace,
  reader: ScalarReader,
): TreeEntry | undefined {
  const [list = '', key = ''] = path.split('[].');
  const groups = nodeAt(root, list.split('.'));
  const name = ofGroup && reader.name(entryAtPath(root, ofGroup.name, steps)?.value);
  if (!ofGroup || name === undefined || groups?.kind !== 'sequence') return undefined;
  const group = groups.items.find((item) => {
    const members = entryOf(item, ofGroup.members)?.value;
    return members?.kind === 'sequence' && members.items.some((member) => reader.name(member) === name);
  });
  return entryOf(group, key);
}

/** In an object of a kind that we do not know: every `replicas` above the template. */
function allReplicas({ above }: PodTemplate, reader: ScalarReader): readonly ReplicaCount[] {
  return above.flatMap((node) => {
    const fact = reader.count(entryOf(node, 'replicas'));
    return fact ? [{ key: 'replicas', fact }] : [];
  });
}
