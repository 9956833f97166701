import type { StageLine } from '../provisioning/cycle/operating-point';
import { fewCoordinate, fewPoints } from '../uncertainty/lattice';
import { plausibleWorlds, scaledLine, type World } from '../uncertainty/world';
import { type GainSource, type Group, gainSources } from './comparison';
import type { StageScale } from './group-steps';
import type { Range, StrategyQuestion } from './question';

/** One plausible set of everything that a comparison rests on. */
export interface OptionWorld {
  /** Factors of theta and nu. */
  readonly load: World['load'];
  readonly scales: Readonly<Record<Group['kind'], StageScale>>;
  /** How far the baseline computes while it communicates: 0 by turns, 1 as far as two microbatches allow. */
  readonly overlap: number;
  /** How far each source is off, in favour of AFD where it differs between the options. */
  readonly deviations: Readonly<Record<GainSource, number>>;
}

/**
 * Coordinates that the plausible worlds leave free, or use for what a comparison does not have; of those that the few points
 * relate least to each other and to the others.
 */
const coordinates = {
  prefill: 9,
  overlap: 10,
  expertBalance: { withoutAfd: 17, afd: 18 },
  transfers: { withoutAfd: 22, afd: 25 },
  stepTimes: { withoutAfd: 26, afd: 28 },
} as const;

/**
 * Plausible worlds for a comparison: workload and stage times as everywhere, off for all options alike, and what each
 * option has of its own. Source: docs/strategy.md, "Verdict".
 */
export function optionWorlds({ relativeError, errors, costs }: StrategyQuestion): readonly OptionWorld[] {
  const { theta, slopes, together, own } = errors;
  const lines = { attention: costs.ranks[0]!.decode, ffn: costs.ffn.line };
  const plausible = plausibleWorlds({ theta, slopes, together, stages: relativeError });
  return fewPoints.map((point) => {
    const world = plausible[point]!;
    const share = (coordinate: number): number => fewCoordinate(point, coordinate);
    const common = commonScale(world, lines, 1 + relativeError.prefill * (2 * share(coordinates.prefill) - 1));
    const ownOf = (kind: Group['kind']) => ({
      rows: 1 / (1 - own.expertBalance * share(coordinates.expertBalance[kind])),
      transfers: between(own.transfers[kind], share(coordinates.transfers[kind])),
      stepSeconds: own.stepSeconds[kind] * share(coordinates.stepTimes[kind]),
    });
    const [withoutAfd, afd] = [ownOf('withoutAfd'), ownOf('afd')];
    const scaleOf = ({ rows, transfers, stepSeconds }: typeof afd): StageScale => ({
      ...common,
      ffn: common.ffn * rows,
      communication: common.communication * transfers,
      stepSeconds,
    });
    const overlap = share(coordinates.overlap);
    return {
      load: world.load,
      scales: { withoutAfd: scaleOf(withoutAfd), afd: scaleOf(afd) },
      overlap,
      deviations: {
        workload: Math.log(world.load.theta),
        attention: common.attention,
        ffn: common.ffn,
        communication: common.communication,
        prefill: common.prefill,
        overlap: 1 - overlap,
        expertBalance: withoutAfd.rows - afd.rows,
        transfers: withoutAfd.transfers - afd.transfers,
        stepTimes: withoutAfd.stepSeconds - afd.stepSeconds,
      },
    };
  });
}

function between({ least, most }: Range, share: number): number {
  return least + (most - least) * share;
}

function commonScale(
  { attention, communication, ffn }: World,
  lines: { readonly attention: StageLine; readonly ffn: StageLine },
  prefill: number,
): StageScale {
  const attentionOf = factorsOf(lines.attention, attention);
  const ffnOf = factorsOf(lines.ffn, ffn);
  return {
    attention: attentionOf.alpha,
    attentionStep: attentionOf.beta,
    communication: (communication.alpha + communication.beta) / 2,
    ffn: ffnOf.alpha,
    ffnStep: ffnOf.beta,
    prefill,
    stepSeconds: 0,
  };
}

/** What a world makes of a line, as factors. */
function factorsOf({ alpha, beta }: StageLine, factors: World['attention'] | World['ffn']): StageLine {
  const times = scaledLine({ alpha, beta }, factors);
  return {
    alpha: alpha === 0 ? factors.alpha : times.alpha / alpha,
    beta: beta === 0 ? factors.beta : times.beta / beta,
  };
}

/**
 * The source that a gain follows most over the worlds, by the correlation of the two; undefined where it follows none. A
 * gain that is undefined in a world leaves it out.
 */
export function mostOfBand(
  worlds: readonly OptionWorld[],
  gains: readonly (number | undefined)[],
): GainSource | undefined {
  const known = worlds.flatMap(({ deviations }, index) => {
    const gain = gains[index];
    return gain === undefined ? [] : [{ deviations, gain: Math.log1p(gain) }];
  });
  if (known.length < leastWorlds) return undefined;
  const strengths = gainSources.map((source) => ({
    source,
    strength: Math.abs(correlation(known.map(({ deviations, gain }) => [deviations[source], gain]))),
  }));
  const most = strengths.reduce((best, each) => (each.strength > best.strength ? each : best));
  return most.strength >= leastCorrelation ? most.source : undefined;
}

/** By fewer worlds, or a weaker correlation, chance might say as much: of 32 worlds one in 40 correlates by 0.4. */
const leastWorlds = 16;
const leastCorrelation = 0.4;

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (of: (pair: readonly [number, number]) => number): number =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const [x, y] = [mean(([each]) => each), mean(([, each]) => each)];
  const spread = Math.sqrt(mean(([each]) => (each - x) ** 2) * mean(([, each]) => (each - y) ** 2));
  return spread === 0 ? 0 : mean(([a, b]) => (a - x) * (b - y)) / spread;
}
