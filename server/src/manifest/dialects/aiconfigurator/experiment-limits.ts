import { formatCounted, quote } from '../../../text/format';
import type { TreeMap } from '../../../yaml/yaml-tree';
import type { Fact } from '../../fact';
import { known, type Launch } from '../../launches/launch';
import { routedExperts } from '../../launches/routed-experts';
import { settingPlace } from '../../launches/settings';
import { integer, stated, word } from '../../launches/stated';
import { type Limit, limitAt } from '../limit';
import { acceleratorsPerNode } from './node-pools';

/** The keys that fix the pools, all or none. */
const pinned = ['afd_n_a_nodes', 'afd_n_f_nodes', 'afd_tp_a'] as const;
/** Microbatches that the optimistic pipeline model needs. */
const optimisticAtLeast = 3;

/** What aiconfigurator refuses in an experiment, or passes over. */
export function experimentLimits(launch: Launch): readonly Limit[] {
  return launch.settings ? limitsOf(launch, launch.settings) : [];
}

function limitsOf(launch: Launch, map: TreeMap): readonly Limit[] {
  const perNode = acceleratorsPerNode(known(stated(settingPlace(map, ['system_name']), word))?.value);
  return [
    ...pinnedLimits(map),
    ...(perNode === undefined ? [] : nodeLimits(map, perNode)),
    ...expertLimits(launch, map),
    ...pipelineLimits(map),
  ];
}

function count(map: TreeMap, ...keys: readonly string[]): Fact<number> | undefined {
  return known(stated(settingPlace(map, keys), integer));
}

function pinnedLimits(map: TreeMap): readonly Limit[] {
  const places = pinned.flatMap((key) => {
    const place = settingPlace(map, [key]);
    const isGiven = place && !(place.node.kind === 'scalar' && place.node.value === null);
    return isGiven ? [{ key, place }] : [];
  });
  const [first] = places;
  if (!first || places.length === pinned.length) return [];
  const missing = pinned.filter((key) => !places.some((place) => place.key === key));
  const message = `Pinned pools need ${missing.map(quote).join(' and ')} too: all of ${'`afd_n_a_nodes`, `afd_n_f_nodes`, `afd_tp_a`'} or none.`;
  return [{ range: first.place.keyRange, message }];
}

function nodeLimits(map: TreeMap, perNode: number): readonly Limit[] {
  const limits: Limit[] = [];
  const total = count(map, 'afd_total_gpus', 'total_gpus');
  const [attentionNodes, ffnNodes, tensorParallel] = pinned.map((key) => count(map, key));
  const node = `${perNode} GPUs of a node`;
  if (tensorParallel && (tensorParallel.value < 1 || perNode % tensorParallel.value !== 0)) {
    limits.push(
      limitAt(tensorParallel, `${quote('afd_tp_a')} is ${tensorParallel.value}: it must divide the ${node}.`),
    );
  }
  if (total && total.value < 2 * perNode) {
    limits.push(
      limitAt(total, `${total.value} GPUs are less than 2 full nodes, ${2 * perNode} GPUs: each pool needs one.`),
    );
  }
  const nodes = attentionNodes && ffnNodes && attentionNodes.value + ffnNodes.value;
  if (total && nodes && total.value >= 2 * perNode && nodes * perNode > total.value) {
    const message = `The pinned pools take ${formatCounted(nodes, 'node')}, ${nodes * perNode} GPUs, of the ${total.value} here.`;
    limits.push({ ...limitAt(total, message), severity: 'warning' });
  }
  const batch = count(map, 'afd_total_batch_size');
  const workers = attentionNodes && tensorParallel && (attentionNodes.value * perNode) / tensorParallel.value;
  if (batch && workers && Number.isInteger(workers) && batch.value % workers !== 0) {
    const message = `${quote('afd_total_batch_size')} is ${batch.value}: it must divide by the ${formatCounted(workers, 'attention worker')}.`;
    limits.push(limitAt(batch, message));
  }
  return limits;
}

/** Expert parallel sizes that do not divide the experts are passed over; where none is left, nothing is. */
function expertLimits({ model }: Launch, map: TreeMap): readonly Limit[] {
  const fact = known(model);
  const experts = fact && routedExperts(fact.value);
  const place = settingPlace(map, ['afd_f_moe_ep_size_candidates']);
  const sizes = listOf(place?.node, integer);
  if (!place || !fact || experts === undefined || !sizes || sizes.some((size) => experts % size === 0)) return [];
  const message = `None of these expert parallel sizes divides the ${experts} routed experts of ${quote(fact.value)}.`;
  return [{ range: place.node.site, message, severity: 'warning' }];
}

function pipelineLimits(map: TreeMap): readonly Limit[] {
  const place = settingPlace(map, ['afd_microbatch_candidates']);
  const microbatches = listOf(place?.node, integer);
  const models = listOf(settingPlace(map, ['afd_pipeline_model_candidates'])?.node, word);
  const isOptimistic = models?.every((name) => name === 'optimistic');
  if (!place || !isOptimistic || !microbatches?.every((number) => number < optimisticAtLeast)) return [];
  const message = `The ${quote('optimistic')} pipeline model needs at least ${optimisticAtLeast} microbatches; no candidate has them.`;
  return [{ range: place.node.site, message, severity: 'warning' }];
}

/** The items of a list that is not empty and of which each is known. */
function listOf<T>(
  node: TreeMap['entries'][number]['value'] | undefined,
  read: (value: string | number | bigint | boolean | null) => T | undefined,
): readonly T[] | undefined {
  if (node?.kind !== 'sequence' || node.items.length === 0) return undefined;
  const items = node.items.map((item) => (item.kind === 'scalar' && !item.templated ? read(item.value) : undefined));
  const all = items.filter((item) => item !== undefined);
  return all.length === items.length ? all : undefined;
}
