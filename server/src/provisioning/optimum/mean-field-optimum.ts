import { frozenAt } from '../cycle/frozen-lines';
import type { LatencyModel, OperatingPoint, Pools, Regime, StageLine } from '../cycle/operating-point';
import { stageLineAt } from '../cycle/stage-times';

/** The mean-field optimum in closed form. Ratios are real numbers, possibly infinite. */
export interface MeanFieldOptimum {
  /** r*. Infinity where no stage grows with r, so that another attention worker always helps. */
  readonly ratio: number;
  /** The stage that sets the cycle at r*; at a balance point the stage the candidate is named after. */
  readonly regime: Exclude<Regime, 'pipeline'>;
  readonly candidates: MeanFieldCandidates;
  /** Throughput per instance at r*, or its limit where r* is infinite or 0. */
  readonly throughput: number;
}

export interface MeanFieldCandidates {
  /** r_A, where FFN (or, in the 'bundle' scale, communication) reaches attention. Undefined where no r > 0 does. */
  readonly attention: number | undefined;
  /**
   * Where the communication and FFN times cross: r_C in the 'worker' scale, r_x in the 'bundle' scale. Undefined where
   * no r > 0 does.
   */
  readonly communication: number | undefined;
  /** Where throughput would peak were the line that rules from r* on alone. Infinity for a flat line. */
  readonly peak: number;
}

/** Communication and FFN times as lines in rB. */
interface RatioLines {
  readonly communication: StageLine;
  readonly ffn: StageLine;
}

interface RatioLinesOptimum {
  readonly ratio: number;
  readonly ruling: 'communication' | 'ffn';
  readonly crossing: number | undefined;
  readonly peak: number;
}

/**
 * The ratio of best mean-field throughput per instance, r* = max{r_A, r_G}, with its candidates. A flat line sets no
 * threshold, a threshold at or below 0 drops out, positive instance costs move only the peaks. Where neither
 * communication nor FFN grows with r the optimum lies at infinity: `ratio` is Infinity and `throughput` the limit.
 * Parts of a stage that are no line in r (experts, fan-out) are taken as they are at `pools`.
 * Source: arXiv 2601.21351 v1 Theorem 4.4 ('worker' scale); our derivation for v3/v4 ('bundle' scale);
 * docs/theory.md, "Mean-field optimum".
 */
export function meanFieldOptimum(given: OperatingPoint, pools: Pools): MeanFieldOptimum {
  const point = { ...given, latency: frozenAt(given, pools) };
  const { batchSize, latency, load } = point;
  const attention = stageLineAt(latency.attention, batchSize * load.theta);
  const lines = linesInBundleBatch(latency, batchSize);
  const rest = optimumOfRatioLines(lines, batchSize, latency);
  const balance = firstRatioReaching(attention, [lines.communication, lines.ffn], batchSize);
  const attentionRules = balance !== undefined && balance >= rest.ratio;
  const ratio = attentionRules ? balance : rest.ratio;
  return {
    ratio,
    regime: attentionRules ? 'attention' : rest.ruling,
    candidates: {
      attention: finite(
        latency.communicationScalesWith === 'worker'
          ? firstRatioReaching(attention, [latency.ffn], batchSize)
          : balance,
      ),
      communication: rest.crossing,
      peak: rest.peak,
    },
    throughput: throughputAt(ratio, attention, lines, point),
  };
}

/** In the 'worker' scale communication does not depend on r: a flat line, and one derivation serves both scales. */
function linesInBundleBatch(latency: LatencyModel, batchSize: number): RatioLines {
  if (latency.communicationScalesWith === 'bundle') return { communication: latency.communication, ffn: latency.ffn };
  return { communication: { alpha: 0, beta: stageLineAt(latency.communication, batchSize) }, ffn: latency.ffn };
}

/** First r > 0 where one of the lines reaches the level; Infinity where all stay below, undefined where one starts at or above. */
function firstRatioReaching(level: number, lines: readonly StageLine[], batchSize: number): number | undefined {
  let first = Number.POSITIVE_INFINITY;
  for (const { alpha, beta } of lines) {
    if (beta > level) return undefined;
    if (alpha > 0) first = Math.min(first, (level - beta) / (alpha * batchSize));
  }
  return first > 0 ? first : undefined;
}

/** r_G: the best ratio were there no attention stage. */
function optimumOfRatioLines(lines: RatioLines, batchSize: number, latency: LatencyModel): RatioLinesOptimum {
  const { communication, ffn } = lines;
  const communicationSteeper =
    communication.alpha > ffn.alpha || (communication.alpha === ffn.alpha && communication.beta > ffn.beta);
  const steep = communicationSteeper ? communication : ffn;
  const gentle = communicationSteeper ? ffn : communication;
  const steepPeak = peakOf(steep, batchSize, latency);
  const steepRules: RatioLinesOptimum = {
    ratio: steepPeak,
    ruling: communicationSteeper ? 'communication' : 'ffn',
    crossing: undefined,
    peak: steepPeak,
  };
  if (gentle.beta <= steep.beta) return steepRules;

  const crossing = (gentle.beta - steep.beta) / (batchSize * (steep.alpha - gentle.alpha));
  if (crossing < steepPeak) return { ...steepRules, crossing };
  const gentlePeak = peakOf(gentle, batchSize, latency);
  if (crossing > gentlePeak) {
    const ruling = communicationSteeper ? 'ffn' : 'communication';
    return { ratio: gentlePeak, ruling, crossing, peak: gentlePeak };
  }
  return { ratio: crossing, ruling: 'communication', crossing, peak: steepPeak };
}

/** Where rB/((wA r + wF)(alpha rB + beta)) peaks. */
function peakOf(line: StageLine, batchSize: number, latency: LatencyModel): number {
  if (line.alpha === 0) return Number.POSITIVE_INFINITY;
  return Math.sqrt((line.beta * latency.ffnCost) / (line.alpha * batchSize * latency.attentionCost));
}

function throughputAt(ratio: number, attention: number, lines: RatioLines, point: OperatingPoint): number {
  const { batchSize, latency } = point;
  const { communication, ffn } = lines;
  if (ratio === Number.POSITIVE_INFINITY) {
    return batchSize / (latency.attentionCost * Math.max(attention, communication.beta, ffn.beta));
  }
  if (ratio === 0) return 1 / (latency.ffnCost * Math.max(communication.alpha, ffn.alpha));
  const bundleBatch = ratio * batchSize;
  const cycle = Math.max(attention, stageLineAt(communication, bundleBatch), stageLineAt(ffn, bundleBatch));
  return bundleBatch / ((latency.attentionCost * ratio + latency.ffnCost) * cycle);
}

function finite(value: number | undefined): number | undefined {
  return value === Number.POSITIVE_INFINITY ? undefined : value;
}
