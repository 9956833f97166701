import type {
  BindingConstraint,
  GainSource,
  GroupUse,
  ServingPoint,
  StrategyName,
  StrategyOption,
  VerdictReason,
} from '../strategy/comparison';
import type { StrategyQuestion } from '../strategy/question';
import { formatCount, formatNumber, formatPools, formatTime } from '../text/format';

/** Strategies by their names in tables. */
export const strategyLabels: Readonly<Record<StrategyName, string>> = {
  aggregated: 'aggregated, chunked prefill',
  'prefill-decode': 'prefill/decode',
  'aggregated-afd': 'aggregated + AFD',
  'prefill-decode-afd': 'prefill/decode + AFD',
};

/** Strategies as they stand in a sentence. */
export const strategyPhrases: Readonly<Record<StrategyName, string>> = {
  aggregated: 'aggregated serving',
  'prefill-decode': 'prefill/decode serving',
  'aggregated-afd': 'aggregated serving with AFD',
  'prefill-decode-afd': 'prefill/decode serving with AFD',
};

const constraintWords: Readonly<Record<BindingConstraint, string>> = {
  memory: 'memory',
  ttft: 'TTFT',
  tpot: 'TPOT',
  prefill: 'prefill',
  attention: 'attention',
  ffn: 'FFN',
  communication: 'communication',
  pipeline: 'the pipeline',
};

type Objectives = StrategyQuestion['objectives'];

/** What limits an option, or why it is none, in a few words. */
export function standingWords({ feasible, point, bindingConstraint }: StrategyOption, objectives: Objectives): string {
  if (point === undefined) return 'does not fit in memory';
  if (feasible) return `limited by ${constraintWords[bindingConstraint]}`;
  const limit = bindingConstraint === 'ttft' ? objectives.ttft : objectives.tpot;
  return `misses ${constraintWords[bindingConstraint]}${limit === undefined ? '' : ` ${formatTime(limit, 's')}`}`;
}

/** `TTFT 50 ms and TPOT 15 ms`; empty where there are none. */
export function objectiveWords({ ttft, tpot }: Objectives): string {
  return [
    ...(ttft === undefined ? [] : [`TTFT ${formatTime(ttft, 's')}`]),
    ...(tpot === undefined ? [] : [`TPOT ${formatTime(tpot, 's')}`]),
  ].join(' and ');
}

/** Which groups of devices serve what: `prefill 2 × 8, decode 112`, `16 × 7A:1F`. Counts are devices. */
export function layoutWords({ uses }: ServingPoint): string {
  return uses.map((use) => `${use.serves === 'both' ? '' : `${use.serves} `}${groupWords(use)}`).join(', ');
}

function groupWords({ serves, groups, group }: GroupUse): string {
  const { tensorParallel } = group;
  const slices = group.kind === 'afd' ? (group.ffnSlices ?? 1) : 1;
  const parts = [
    ...(tensorParallel === 1 ? [] : [`TP ${formatCount(tensorParallel)}`]),
    ...(slices === 1 ? [] : [`FFN TP ${formatCount(slices)}`]),
  ];
  const split = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  if (group.kind === 'afd') {
    const pools = formatPools({ attention: group.attentionRanks * tensorParallel, ffn: group.ffnWorkers });
    return `${groups === 1 ? '' : `${formatCount(groups)} × `}${pools}${split}`;
  }
  const size = formatCount(group.ranks * tensorParallel);
  if (serves === 'both') return `${groups === 1 ? '1 group' : `${formatCount(groups)} groups`} of ${size}${split}`;
  return `${groups === 1 ? '' : `${formatCount(groups)} × `}${size}${split}`;
}

/** Requests and prompt tokens of a step: `B 7, m 1, chunks of 512`. */
export function stepWords({ uses }: ServingPoint): string {
  const decoding = uses.find(({ batchSize }) => batchSize > 0);
  const chunk = uses.find((use) => use.chunk > 0)?.chunk;
  return [
    ...(decoding ? [`B ${formatNumber(decoding.batchSize)}`, `m ${formatCount(decoding.microbatches)}`] : []),
    ...(chunk === undefined ? [] : [`chunks of ${formatCount(chunk)}`]),
  ].join(', ');
}

/** What the words of a layout stand for, in sentences. */
export function layoutLegend({ costs }: Pick<StrategyQuestion, 'costs'>): readonly string[] {
  const withExperts = costs.traffic.routing !== undefined;
  return [
    `A:F are attention and FFN devices of a bundle, × the number of groups, TP the devices of an attention rank${withExperts ? '' : ', FFN TP those that slice an FFN'}.`,
    withExperts
      ? 'Without AFD the devices of a group share the experts among them (wide EP).'
      : 'Without AFD the devices of a rank slice the FFN among them.',
    'B is requests of a rank per microbatch, m microbatches in flight.',
  ];
}

/** What a gain turns on most, and what to do about it, in a sentence. */
export function bandSentence(source: GainSource): string {
  return `What decides is mostly ${turnsOn[source]}.`;
}

const turnsOn: Readonly<Record<GainSource, string>> = {
  workload: 'the workload: theta from more requests narrows it',
  attention: 'how long attention takes: measure it',
  ffn: 'how long the FFN takes: measure it',
  communication: 'how long communication takes: measure it',
  prefill: 'how long prompts take, which is not measured',
  overlap: 'how far serving without AFD communicates while it computes',
  expertBalance: 'how evenly each spreads its experts: state `expertBalance` if it is known',
  transfers: 'how much faster or slower than assumed the transfers of either are',
  stepTimes: 'what a step takes beside its stages, launches above all',
};

/** What a verdict rests on, in a sentence; `withGain`: beside a gain and its band. */
export function reasonSentence(reason: VerdictReason, withGain: boolean): string {
  const leftOut = withGain ? '; the band leaves these out' : '';
  switch (reason) {
    case 'noTpotObjective':
      return 'Without an objective on TPOT more requests at a time are always better: give `slo.tpot`.';
    case 'afdMissesObjectives':
      return 'With AFD it fits, but misses the objectives.';
    case 'onlyAfdByLessThanError':
      return 'As predicted only AFD keeps the objectives; within the errors of the stage times that may change.';
    case 'onlyOthersByLessThanError':
      return 'As predicted AFD misses the objectives; within the errors of the stage times that may change.';
    case 'gapBelowError':
      return 'Within the errors of the stage times AFD may gain or lose.';
    case 'uncalibrated':
      return 'Nothing of the stage times is measured: give a `latencyProfile` of the devices to decide it.';
    case 'turnsWithoutOverlap':
      return 'AFD gains where serving without it does not communicate while it computes.';
    case 'gapBelowThreshold':
      return 'The gap is too small to choose by.';
    case 'onlyAfdWithinErrors':
      return `At some of the errors only AFD keeps the objectives${leftOut}.`;
    case 'onlyOthersWithinErrors':
      return `At some of the errors AFD misses the objectives, and others keep them${leftOut}.`;
    case 'noneWithinErrors':
      return 'At some of the errors nothing keeps the objectives.';
    case 'feasibleWithinErrors':
      return 'At some of the errors of the stage times one of them keeps the objectives.';
    case 'nothingFits':
      return 'Take more devices, devices with more memory, or weights and KV cache in fewer bits.';
  }
}
