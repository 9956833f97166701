import { quote } from '../../text/format';
import type { TextRange } from '../../text/text-range';
import type { Deployment, WhenMissing, WorkloadFacts } from '../deployment';
import type { Dialect } from '../dialects/dialect';
import { dialectOf } from '../dialects/dialects';
import type { Fact } from '../fact';
import { noHardware } from '../hardware-facts';
import { schedulerWith } from '../scheduler-facts';
import { known, type Launch, type Stated } from './launch';
import { type DirectiveFacts, directiveFor, type LaunchDirective } from './launch-directive';
import { poolsOf } from './launch-pools';
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
  const dialect = dialectOf(first);
  const here = group.filter(({ file }) => file === undefined);
  const attention = group.filter((launch) => startsRole(launch, 'attention'));
  const shown = here.find((launch) => startsRole(launch, 'attention')) ?? here[0] ?? first;
  const factsRange = switchOf(shown, dialect) ?? shown.site;
  const pools = dialect.pools?.(first) ?? poolsOf(group);
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
    dialect: first.dialect,
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
    topology: dialect.topology?.(group, plugin.generation),
    microbatchChoices: dialect.microbatchChoices,
    launches: group,
    plugin: dialect.plugin && plugin,
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

/** The name of the option that holds the AFD settings, or switches AFD on. */
function switchOf({ options }: Launch, { switches }: Dialect): TextRange | undefined {
  return switches.flatMap((name) => options.get(name)?.nameRange ?? [])[0];
}

const elsewhere = '`afd-lens.config.yaml`, or in a comment `# afd-lens: trace=PATH profile=ID`';

/** What to say about a deployment of this dialect where a fact is missing altogether. */
function whenMissingIn({ requests }: Dialect): WhenMissing {
  return {
    batchSize: requests
      ? `${quote(requests.option)} is missing${requests.is}`
      : 'nothing in the launch says how many requests an attention rank runs at a time',
    workload: `no request trace is known: give one in ${elsewhere}`,
    latencyProfile: `no latency profile is known: give one in ${elsewhere}`,
  };
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
