import type { TextRange } from '../../text/text-range';
import type { Deployment, WorkloadFacts } from '../deployment';
import { nodePoolsOf } from '../dialects/aiconfigurator/node-pools';
import type { Fact } from '../fact';
import { noHardware } from '../hardware-facts';
import { schedulerWith } from '../scheduler-facts';
import { known, type Launch, type Stated } from './launch';
import { type DirectiveFacts, directiveFor, type LaunchDirective } from './launch-directive';
import { poolsOf } from './launch-pools';
import { topologyOf } from './launch-topology';
import { whenMissingIn } from './launch-words';
import { notEvaluatedNote } from './not-evaluated-note';
import type { LaunchGroup } from './pair-launches';
import { type PluginSettings, pluginGeneration } from './plugin-generation';
import { startsRole } from './role';
import { computed, isDefault } from './stated';

/** The deployment that launches of one group state together, with what comments beside them add. */
export function launchDeployment(
  group: LaunchGroup,
  directives: readonly LaunchDirective[],
  settings: PluginSettings,
): Deployment {
  const [first] = group as readonly [Launch, ...Launch[]];
  const { dialect } = first;
  const here = group.filter(({ file }) => file === undefined);
  const attention = group.filter((launch) => startsRole(launch, 'attention'));
  const shown = here.find((launch) => startsRole(launch, 'attention')) ?? here[0] ?? first;
  const factsRange = settingsOption(shown) ?? shown.site;
  const pools = dialect === 'aiconfigurator' ? nodePoolsOf(first) : poolsOf(group);
  const missing = notEvaluatedNote(group, pools, factsRange);
  const said = directiveFor(
    directives,
    group.map(({ file, carrier }) => ({ file, extent: carrier.extent })),
  );
  const microbatches =
    firstKnown(attention, (launch) => launch.microbatches) ?? firstKnown(group, (launch) => launch.microbatches);
  const workload = workloadOf(said, factsRange);
  const plugin = pluginGeneration(imageOf(group), { pluginDate: said.plugin?.value ?? settings.pluginDate });
  return {
    dialect,
    name: nameOf(group),
    lensRange: shown.site,
    factsRange,
    model: firstKnown([...attention, ...group], ({ model }) => model),
    latencyProfile: said.profile,
    workload,
    ...pools,
    batchSize: batchSizeOf(attention, microbatches?.value),
    microbatches: microbatches && microbatches.value >= 1 ? microbatches : undefined,
    tpotSeconds: undefined,
    ttftSeconds: undefined,
    hardware: noHardware,
    scheduler: { ...schedulerWith(policyOf(attention)), kvTokens: said.kvTokens },
    missing: missing ? [missing] : [],
    whenMissing: whenMissingIn(dialect),
    topology: topologyOf(group, plugin.generation),
    microbatchChoices: microbatchChoicesOf(dialect),
    launches: group,
    plugin: dialect === 'vllm-afd-plugin' ? plugin : undefined,
    unwritten: new Set([
      ...(said.trace ? [] : (['workload'] as const)),
      ...(said.profile ? [] : (['latencyProfile'] as const)),
    ]),
  };
}

/**
 * Requests per attention rank and microbatch: the engine splits what a rank runs at a time, at most its limit, into its
 * microbatches, of which the larger has the rounded-up share.
 */
function batchSizeOf(attention: readonly Launch[], microbatches = 1): Fact<number> | undefined {
  const limit = firstKnown(attention, ({ maxNumSeqs }) => maxNumSeqs);
  return limit && limit.value >= 1 && microbatches >= 1
    ? known(computed<number, number>(limit, (requests) => Math.ceil(requests / microbatches)))
    : undefined;
}

/** The order in which attention launches admit requests, where it is known of each of them and the same. */
function policyOf(attention: readonly Launch[]): Fact<string> | undefined {
  const policies = attention.map(({ schedulingPolicy }) => known(schedulingPolicy));
  const [first] = policies;
  if (!policies.every((policy) => policy?.value === first?.value)) return undefined;
  const here = policies.filter((policy) => policy && policy.file === undefined);
  return here.find((policy) => !isDefault(policy!)) ?? here[0] ?? first;
}

/** The requests that a comment speaks of; a rate alone says too little of them, and waits for the project's trace. */
function workloadOf({ trace, requestRate }: DirectiveFacts, factsRange: TextRange): WorkloadFacts | undefined {
  if (!trace && !requestRate) return undefined;
  return {
    keyRange: trace?.keyRange ?? factsRange,
    trace: trace && { path: trace, columns: undefined },
    statistics: undefined,
    horizonRequests: undefined,
    prefixTokens: undefined,
    requestRate,
  };
}

function firstKnown<T>(launches: readonly Launch[], read: (launch: Launch) => Stated<T>): Fact<T> | undefined {
  return launches.flatMap((launch) => known(read(launch)) ?? [])[0];
}

/** The name of the option that holds the AFD settings. */
function settingsOption({ options }: Launch): Deployment['factsRange'] | undefined {
  const names = ['additional-config', 'afd-config', 'afd-execution-mode', 'afd-role', 'enable-ffn-disaggregate'];
  return names.flatMap((name) => options.get(name)?.nameRange ?? [])[0];
}

/** What the names of the carriers have in common, by whole words; where that is nothing, the attention launch's. */
function nameOf(group: readonly Launch[]): string | undefined {
  const names = [...new Set(group.flatMap(({ carrier }) => carrier.name ?? []))];
  const attention = group.find((launch) => startsRole(launch, 'attention') && launch.carrier.name !== undefined);
  const [first = []] = names.map((name) => name.split('-'));
  const shared = first.findIndex((word, index) => names.some((name) => name.split('-')[index] !== word));
  const common = shared === -1 ? first : first.slice(0, shared);
  return common.join('-') || (attention?.carrier.name ?? names[0]);
}

function imageOf(group: readonly Launch[]): string | undefined {
  return group.flatMap(({ carrier }) => carrier.image?.value ?? [])[0];
}

/** Numbers of microbatches that an engine can run. */
function microbatchChoicesOf(dialect: Launch['dialect']): readonly number[] | undefined {
  if (dialect === 'vllm-afd-plugin') return [1, 2];
  return dialect === 'sglang-afd' ? [2] : undefined;
}
