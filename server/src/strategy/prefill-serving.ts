import { type Curve, curveFront } from './curve-front';
import { chunkChoices } from './group-choices';
import { deviceBytes, fitsMemory } from './group-memory';
import { type CycleOf, leastCycle, type PreparedGroup, type Setting, stepStages } from './group-steps';
import type { Worth } from './pareto-front';
import { mostUtilisation, prefillWait } from './prefill-wait';
import { newTokens } from './prompt-seconds';

/** A group that only prefills. */
export interface PrefillServing {
  readonly prepared: PreparedGroup;
  readonly microbatches: number;
  readonly chunksPerPrompt: number;
}

export interface Prefilled {
  /** Prompts per second of a group. */
  readonly rate: number;
  /** From arrival until the KV cache of the prompt is where it is decoded. */
  readonly seconds: number;
}

/**
 * What a group gives whose ranks have a prompt in so much of the time. Those that have one step together.
 * Source: docs/strategy.md, "Prefill and decode apart".
 */
export function servePrefill(
  setting: Setting,
  { prepared, microbatches, chunksPerPrompt }: PrefillServing,
  utilisation: number,
  cycleOf: CycleOf,
): Prefilled {
  const { ranks } = prepared;
  const some = 1 - (1 - utilisation) ** ranks;
  const carrying = utilisation === 0 ? 1 : (ranks * utilisation) / some;
  const tokens = newTokens(setting.workload) / chunksPerPrompt / microbatches;
  const parts = stepStages(setting, prepared, 0, { tokens, chunksPerPrompt, carrying, hits: true });
  const step = microbatches * cycleOf(parts, ranks, microbatches);
  const service = step * chunksPerPrompt;
  const others = (1 - (1 - utilisation) ** (ranks - 1)) * step;
  const wait = prefillWait(utilisation, service, others);
  return {
    rate: (ranks * utilisation) / service,
    seconds: wait + step * Math.max(1, chunksPerPrompt) + transferSeconds(setting, prepared),
  };
}

/** Seconds in which the KV cache of a prompt's new tokens leaves the devices of a rank. */
export function transferSeconds({ costs, workload, scales }: Setting, { group }: PreparedGroup): number {
  const { scaleOut, scaleUp } = costs.traffic;
  const rate = (scaleOut ?? scaleUp)?.bytesPerSecond;
  const bytes = costs.kvBytesPerToken * newTokens(workload);
  if (bytes === 0) return 0;
  return rate === undefined
    ? Number.POSITIVE_INFINITY
    : (scales[group.kind].communication * bytes) / (rate * group.tensorParallel);
}

/** How much of the time a rank may have a prompt: below the most, and so that its links carry the KV caches. */
export function mostPrefillUtilisation(setting: Setting, serving: PrefillServing, cycleOf: CycleOf): number {
  const transfer = transferSeconds(setting, serving.prepared);
  if (transfer === Number.POSITIVE_INFINITY) return 0;
  const linksKeepUp = (utilisation: number): boolean => {
    const { rate } = servePrefill(setting, serving, utilisation, cycleOf);
    return (rate / serving.prepared.ranks) * transfer <= mostUtilisation;
  };
  return linksKeepUp(mostUtilisation) ? mostUtilisation : bisect(linksKeepUp, mostUtilisation);
}

/** The utilisation at which a group gives so many prompts per second; undefined where it does not. */
export function utilisationFor(
  setting: Setting,
  serving: PrefillServing,
  rate: number,
  most: number,
  cycleOf: CycleOf,
): number | undefined {
  const rateAt = (utilisation: number): number => servePrefill(setting, serving, utilisation, cycleOf).rate;
  return rateAt(most) < rate ? undefined : bisect((utilisation) => rateAt(utilisation) <= rate, most);
}

/** The largest utilisation up to `most` with which a prompt takes at most so long; undefined where none is. */
export function utilisationWithin(
  setting: Setting,
  serving: PrefillServing,
  seconds: number,
  most: number,
  cycleOf: CycleOf,
): number | undefined {
  const holds = (utilisation: number): boolean =>
    servePrefill(setting, serving, utilisation, cycleOf).seconds <= seconds;
  if (holds(most)) return most;
  return holds(0) ? bisect(holds, most) : undefined;
}

const rounds = 30;

/** The last number from 0 to `most` for which `holds`, given that it does up to some number. */
function bisect(holds: (at: number) => boolean, most: number): number {
  let [low, high] = [0, most];
  for (let round = 0; round < rounds; round++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** A way to prefill, and what a group gives by it, by the lower bound of its steps. */
export interface PrefillPoint extends Prefilled, Worth {
  readonly serving: PrefillServing;
}

/** Steps of utilisation that are looked at. */
const steps = 24;

/**
 * The front of rate over seconds of groups of one size, up to a limit, ascending, without what is beaten anyway. Source:
 * docs/strategy.md, "Search".
 */
export function prefillFront(
  setting: Setting,
  servings: readonly PrefillServing[],
  mostSeconds = Number.POSITIVE_INFINITY,
  beaten: readonly Worth[] = [],
): readonly PrefillPoint[] {
  const pointOf = (serving: PrefillServing, utilisation: number): PrefillPoint => {
    const { seconds, rate } = servePrefill(setting, serving, utilisation, leastCycle);
    return { serving, seconds, rate, cost: seconds, value: rate };
  };
  const curves = servings.flatMap((serving): Curve<PrefillPoint>[] => {
    const bound = { cost: pointOf(serving, 0).seconds, value: pointOf(serving, mostUtilisation).rate };
    if (bound.cost > mostSeconds || bound.cost === Number.POSITIVE_INFINITY) return [];
    const points: Curve<PrefillPoint>['points'] = () => {
      const most = mostPrefillUtilisation(setting, serving, leastCycle);
      return { first: 1, last: steps, at: (step) => pointOf(serving, (most * step) / steps) };
    };
    return [{ bound, points }];
  });
  return curveFront(curves, beaten).filter(({ seconds }) => seconds <= mostSeconds);
}

/** Ways to prefill on these groups whose prompts fit in memory. */
export function prefillServings(
  setting: Setting,
  groups: readonly Omit<PrefillServing, 'chunksPerPrompt'>[],
): readonly PrefillServing[] {
  const chunks = chunkChoices(newTokens(setting.workload), 1.5);
  return groups.flatMap((group) =>
    chunks.map((chunksPerPrompt) => ({ ...group, chunksPerPrompt })).filter((serving) => promptsFit(setting, serving)),
  );
}

export function promptsFit(setting: Setting, serving: PrefillServing): boolean {
  return fitsMemory(deviceBytes(setting, serving.prepared, { ...serving, batchSize: 0 }));
}
