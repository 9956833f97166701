import type { DisaggregatedFronts, SizedFront } from './best-disaggregated';
import { type DecodeServing, decodeFront } from './decode-front';
import { sharedGroups, splitGroups } from './group-choices';
import { type PreparedGroup, prepareGroup, type Setting, type StageScale } from './group-steps';
import { type MixedLayout, mixedLayout } from './mixed-serving';
import { type PrefillServing, prefillFront, prefillServings } from './prefill-serving';
import { newTokens } from './prompt-seconds';
import type { StrategyQuestion } from './question';

/** Everything that the strategies may use; it does not depend on the errors of the stage times. */
export interface SearchSpace {
  readonly question: StrategyQuestion;
  readonly shared: Phases;
  readonly split: Phases;
}

/** Ways to use groups of one kind. */
interface Phases {
  readonly both: readonly MixedLayout[];
  readonly prefill: readonly PrefillServing[];
}

/** One microbatch at a time, or two of which one computes while the other communicates. */
const sharedMicrobatches = [1, 2];
/** Fewer splits are tried for prefill, whose choice changes little. */
const prefillSplitGrowth = 1.25;

export function searchSpace(question: StrategyQuestion): SearchSpace {
  const setting = settingOf(question);
  const shared = prepared(question, sharedGroups(question));
  const split = prepared(question, splitGroups(question));
  const splitPrefill = prepared(question, splitGroups(question, prefillSplitGrowth));
  const { devices, microbatches } = question;
  const both = (groups: readonly PreparedGroup[], counts: readonly number[]): readonly MixedLayout[] =>
    each(groups, counts).flatMap((one) => {
      return mixedLayout(setting, one.prepared, Math.floor(devices / one.prepared.devices), one.microbatches) ?? [];
    });
  const prefill = (groups: readonly PreparedGroup[], counts: readonly number[]): readonly PrefillServing[] =>
    prefillServings(setting, each(groups, counts));
  return {
    question,
    shared: { both: both(shared, sharedMicrobatches), prefill: prefill(shared, sharedMicrobatches) },
    split: { both: both(split, microbatches), prefill: prefill(splitPrefill, microbatches) },
  };
}

/** The setting at the predicted stage times, or at an end of their errors. */
export function settingOf(
  { costs, workload }: StrategyQuestion,
  scale: StageScale = { attention: 1, communication: 1, ffn: 1, prefill: 1 },
): Setting {
  return { costs, workload, scale };
}

function prepared(question: StrategyQuestion, groups: ReturnType<typeof sharedGroups>): readonly PreparedGroup[] {
  return groups.flatMap((group) => prepareGroup(question, group) ?? []);
}

function each(
  groups: readonly PreparedGroup[],
  microbatches: readonly number[],
): readonly { readonly prepared: PreparedGroup; readonly microbatches: number }[] {
  return groups.flatMap((group) => microbatches.map((count) => ({ prepared: group, microbatches: count })));
}

/** The groups of both phases that strategies with prefill apart may use. */
export interface PhaseFronts {
  readonly shared: DisaggregatedFronts;
  readonly split: DisaggregatedFronts;
}

/** Ways to decode that are slower than `mostTpot` are left out. */
export function phaseFronts(space: SearchSpace, setting: Setting, mostTpot: number): PhaseFronts {
  const { shared, split, question } = space;
  const { devices } = question;
  const decode = (servings: readonly DecodeServing[]) =>
    bySize(servings, (alike) => decodeFront(setting, alike, mostTpot));
  if (newTokens(question.workload) === 0) {
    const of = (servings: readonly DecodeServing[]) => ({ devices, prefill: undefined, decode: decode(servings) });
    return { shared: of(shared.both), split: of(split.both) };
  }
  const sharedPrefill = bySize(shared.prefill, (alike) => prefillFront(setting, alike));
  // Beside split decoding, prefill may be either.
  const anyPrefill = bySize([...shared.prefill, ...split.prefill], (alike, key) =>
    prefillFront(
      setting,
      alike.filter(({ prepared }) => prepared.group.kind === 'split'),
      sharedPrefill.find((front) => front.key === key)?.points,
    ),
  );
  return {
    shared: { devices, prefill: sharedPrefill, decode: decode(shared.both) },
    split: { devices, prefill: anyPrefill, decode: decode(split.both) },
  };
}

/** The fronts of groups that have as many devices, and as many in a rank. */
function bySize<Serving extends { readonly prepared: PreparedGroup }, Point>(
  servings: readonly Serving[],
  frontOf: (alike: readonly Serving[], key: string) => readonly Point[],
): readonly (SizedFront<Point> & { readonly key: string })[] {
  const groups = new Map<string, Serving[]>();
  for (const serving of servings) {
    const key = `${serving.prepared.devices} ${serving.prepared.group.tensorParallel}`;
    const alike = groups.get(key);
    if (alike === undefined) groups.set(key, [serving]);
    else alike.push(serving);
  }
  return [...groups]
    .map(([key, alike]) => ({ key, size: alike[0]!.prepared.devices, points: frontOf(alike, key) }))
    .filter(({ points }) => points.length > 0);
}
