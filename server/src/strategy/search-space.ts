import { type AggregatedLayout, aggregatedLayout } from './aggregated-serving';
import type { Group } from './comparison';
import type { DecodeServing } from './decode-front';
import { afdGroups, furtherSizes, groupSizes, groupsWithoutAfd } from './group-choices';
import { largestFittingBatch } from './group-memory';
import { type PreparedGroup, prepareGroup, type Setting, type StageScale } from './group-steps';
import type { OptionWorld } from './option-worlds';
import { onlyWays, type PhaseWays, phaseWays } from './phase-ways';
import { type PrefillServing, prefillServings, promptsFit } from './prefill-serving';
import type { StrategyQuestion } from './question';

/** Everything that the strategies may use; it does not depend on the errors of the stage times. */
export interface SearchSpace {
  readonly question: StrategyQuestion;
  readonly withoutAfd: Phases;
  readonly afd: Phases;
}

/** Ways to use groups of one kind. */
interface Phases {
  readonly both: readonly AggregatedLayout[];
  readonly prefill: PhaseWays<PrefillServing>;
  readonly decode: PhaseWays<DecodeServing>;
}

/** One microbatch at a time, or two of which one computes while the other communicates. */
const microbatchesWithoutAfd = [1, 2];
/** Fewer splits are tried for prefill, whose choice changes little. */
const prefillSplitGrowth = 1.25;

/** With groups of these sizes, and where each phase has groups of its own, of further sizes like the best of these. */
export function searchSpace(
  question: StrategyQuestion,
  sizes = groupSizes(question),
  further = furtherSizes(question, sizes),
): SearchSpace {
  const withoutAfd = groupsWithoutAfd(question, sizes);
  const afd = afdGroups(question, sizes);
  const prefill = afdGroups(question, sizes, prefillSplitGrowth);
  return {
    question,
    withoutAfd: phases(
      question,
      { decode: withoutAfd, prefill: withoutAfd },
      furtherSizesWithoutAfd(question, further),
      microbatchesWithoutAfd,
    ),
    afd: phases(question, { decode: afd, prefill }, further, question.microbatches),
  };
}

/** The same, but without AFD nothing computes while it communicates, as engines without two microbatches do. */
export function withoutOverlap(space: SearchSpace): SearchSpace {
  const isAlone = ({ microbatches }: { readonly microbatches: number }): boolean => microbatches === 1;
  const { both, prefill, decode } = space.withoutAfd;
  return {
    ...space,
    withoutAfd: {
      both: both.filter(isAlone),
      prefill: onlyWays(prefill, isAlone),
      decode: onlyWays(decode, isAlone),
    },
  };
}

function furtherSizesWithoutAfd(
  { costs, devices, largestGroupWithoutAfd = devices }: StrategyQuestion,
  sizes: readonly number[],
): readonly number[] {
  // A rank of a model without routed experts is a group of its own; it has no other size.
  return costs.traffic.routing === undefined ? [] : sizes.filter((size) => size <= largestGroupWithoutAfd);
}

/** The setting as it is predicted. */
export function settingOf({ costs, workload }: StrategyQuestion): Setting {
  return { costs, workload, scales: { withoutAfd: asPredicted, afd: asPredicted } };
}

/** The setting as it is in a world. */
export function settingIn({ load: factors, scales }: OptionWorld, { costs, workload }: StrategyQuestion): Setting {
  const { theta, nu } = workload.load;
  const load = { ...workload.load, theta: theta * factors.theta, nu: nu && nu * factors.nu };
  return { costs, workload: { ...workload, load }, scales };
}

const asPredicted: StageScale = {
  attention: 1,
  attentionStep: 1,
  communication: 1,
  ffn: 1,
  ffnStep: 1,
  prefill: 1,
  stepSeconds: 0,
};

function phases(
  question: StrategyQuestion,
  groups: { readonly decode: readonly Group[]; readonly prefill: readonly Group[] },
  further: readonly number[],
  microbatches: readonly number[],
): Phases {
  const { devices } = question;
  const setting = settingOf(question);
  const prepare = preparation(question);
  const uses = (group: Group): readonly GroupUse[] => {
    const prepared = prepare(group);
    return prepared === undefined ? [] : microbatches.map((count) => ({ prepared, microbatches: count }));
  };
  // A layout is a way to decode as well.
  const both = groups.decode.flatMap(uses).flatMap(({ prepared, microbatches: count }) => {
    return aggregatedLayout(setting, prepared, Math.floor(devices / prepared.devices), count) ?? [];
  });
  return {
    both,
    prefill: phaseWays(prefillServings(setting, groups.prefill.flatMap(uses)), further, (group, exemplar) => {
      const prepared = prepare(group);
      const serving = prepared && { ...exemplar, prepared };
      return serving && promptsFit(setting, serving) ? serving : undefined;
    }),
    decode: phaseWays<DecodeServing>(both, further, (group, { microbatches: count }) => {
      const prepared = prepare(group);
      if (prepared === undefined) return undefined;
      const largestBatch = largestFittingBatch(setting, prepared, { microbatches: count, chunksPerPrompt: 0 });
      return largestBatch === undefined ? undefined : { prepared, microbatches: count, largestBatch };
    }),
  };
}

interface GroupUse {
  readonly prepared: PreparedGroup;
  readonly microbatches: number;
}

/** Each group is prepared once. */
function preparation(question: StrategyQuestion): (group: Group) => PreparedGroup | undefined {
  const prepared = new Map<string, PreparedGroup | undefined>();
  return (group) => {
    const key = keyOf(group);
    if (!prepared.has(key)) prepared.set(key, prepareGroup(question, group));
    return prepared.get(key);
  };
}

function keyOf(group: Group): string {
  return group.kind === 'withoutAfd'
    ? `${group.ranks} ${group.tensorParallel}`
    : `${group.attentionRanks} ${group.tensorParallel} ${group.ffnWorkers} ${group.ffnSlices ?? 1}`;
}
