import { type CycleParts, cycleOfStages } from '../cycle/cycle-time';
import type { AnswerForm, OperatingPoint, Pools } from '../cycle/operating-point';
import { stageTimes } from '../cycle/stage-times';
import { bundleCost } from '../cycle/throughput';
import type { PoolChoices } from './pool-limits';

/**
 * Exact searches over pools whose stage times may bend, so that throughput may have several maxima. They need an order of
 * the pools along which every stage time, the attention count and its share of the cost each only rise or only fall;
 * then the two ends of a stretch bound throughput and cycle time all along it. Source: docs/theory.md, "Bounded search".
 */
export interface BoundedSearch {
  /** The index of best throughput whose cycle time is within the bound; undefined where none is. */
  readonly best: () => number | undefined;
  /** From `from` on towards `to`, either way: the first index of at least that throughput, within the bound. */
  readonly firstReaching: (throughput: number, from: number, to: number) => number | undefined;
  /** From `from` on towards `to`, either way: the last index before one that is below that throughput or beyond the bound. */
  readonly lastReaching: (throughput: number, from: number, to: number) => number;
}

/** What is true all along a stretch. */
interface Stretch {
  readonly leastThroughput: number;
  readonly mostThroughput: number;
  readonly leastCycle: number;
  readonly mostCycle: number;
}

/** Absorbs rounding, so that a bound equal to a cycle time admits it. */
const ROUNDING = 1e-9;

export function boundedSearch(
  point: OperatingPoint,
  form: AnswerForm,
  choices: PoolChoices,
  maxCycleTime = Number.POSITIVE_INFINITY,
): BoundedSearch {
  const allowed = maxCycleTime * (1 + ROUNDING);
  const known = new Map<number, Stretch>();
  const at = (index: number): Stretch => {
    let single = known.get(index);
    if (single === undefined) {
      const ends = endOf(point, choices.at(index));
      single = stretch(point, form, ends, ends);
      known.set(index, single);
    }
    return single;
  };
  const along = (a: number, b: number): Stretch =>
    a === b ? at(a) : stretch(point, form, endOf(point, choices.at(a)), endOf(point, choices.at(b)));

  const best = (): number | undefined => {
    let index: number | undefined;
    let most = 0;
    const look = (low: number, high: number): void => {
      const { mostThroughput, leastCycle } = along(low, high);
      if (mostThroughput <= most || leastCycle > allowed) return;
      if (low === high) {
        most = mostThroughput;
        index = low;
        return;
      }
      const middle = Math.floor((low + high) / 2);
      const [left, right] = [at(middle).mostThroughput, at(middle + 1).mostThroughput];
      if (left >= right) look(low, middle);
      look(middle + 1, high);
      if (left < right) look(low, middle);
    };
    if (choices.size > 0) look(0, choices.size - 1);
    return index;
  };

  /** The first index from a to b that is not ruled out; `rulesOut` must be exact for a single one. */
  const first = (rulesOut: (along: Stretch) => boolean, from: number, to: number): number | undefined => {
    if (rulesOut(along(from, to))) return undefined;
    if (from === to) return from;
    const middle = from < to ? Math.floor((from + to) / 2) : Math.ceil((from + to) / 2);
    return first(rulesOut, from, middle) ?? first(rulesOut, middle + Math.sign(to - from), to);
  };

  return {
    best,
    firstReaching: (throughput, from, to) =>
      first((all) => all.mostThroughput < throughput || all.leastCycle > allowed, from, to),
    lastReaching: (throughput, from, to) => {
      const miss = first((all) => all.leastThroughput >= throughput && all.mostCycle <= allowed, from, to);
      return miss === undefined ? to : miss === from ? from : miss - Math.sign(to - from);
    },
  };
}

/** One end of a stretch. */
interface End {
  readonly times: CycleParts;
  readonly workers: number;
  readonly tokens: number;
  readonly cost: number;
}

function endOf(point: OperatingPoint, pools: Pools): End {
  return {
    times: stageTimes(point, pools),
    workers: pools.attention,
    tokens: pools.attention * point.batchSize,
    cost: bundleCost(point.latency, pools),
  };
}

function stretch({ microbatches }: OperatingPoint, form: AnswerForm, a: End, b: End): Stretch {
  const cycleOf = (pick: (a: number, b: number) => number): number =>
    cycleOfStages(
      {
        ...a.times,
        communication: pick(a.times.communication, b.times.communication),
        ffn: pick(a.times.ffn, b.times.ffn),
      },
      pick(a.workers, b.workers),
      form,
      microbatches,
    );
  const leastCycle = cycleOf(Math.min);
  const mostCycle = a === b ? leastCycle : cycleOf(Math.max);
  const throughputs = (cycle: number): readonly number[] => [a, b].map(({ tokens, cost }) => tokens / (cost * cycle));
  return {
    leastThroughput: Math.min(...throughputs(mostCycle)),
    mostThroughput: Math.max(...throughputs(leastCycle)),
    leastCycle,
    mostCycle,
  };
}
