import { type AttentionForm, attentionRegressors } from './attention-form';
import { type FfnLines, fitFfnLines } from './ffn-line';
import { ffnRowsOf, type SweepRow, tokenLoadOf } from './measurements';
import { absoluteWeight, bisquareWeight, scaleOf } from './robust';
import { relativeResidual, timeOf, weightedLine } from './stage-line';

/** Cycles as the longer of two stages. */
export interface StagePair {
  /** Coefficients in the order of the attention form; undefined where no row is bound by attention. */
  readonly attention: readonly number[] | undefined;
  readonly ffn: FfnLines;
}

/** A pair in which attention binds some rows. */
export interface BoundPair extends StagePair {
  readonly attention: readonly number[];
}

/** Rows with what their stage times depend on. */
export interface PairRows {
  readonly rows: readonly SweepRow[];
  readonly form: AttentionForm;
  readonly contexts: readonly number[];
  /** Regressors of the attention form, by row. */
  readonly attention: readonly (readonly number[])[];
  /** rB, by row. */
  readonly ffn: readonly number[];
  /** Which of the FFN levels is a row's: that of its context. */
  readonly group: readonly number[];
  readonly groups: number;
}

/** A fitted pair: relative residuals, weights and whether attention binds, by row. */
export interface PairFit extends StagePair {
  readonly residuals: readonly number[];
  readonly weights: readonly number[];
  readonly isAttention: readonly boolean[];
  readonly scale: number;
}

/** Rounds of each start, which need not settle, and of the pair that is kept. */
const searchRounds = 12;
const mostRounds = 40;

/** Fewest rows that make a line of FFN. */
export const leastFfnRows = 3;

/** Ratios at which a search lets attention give way to FFN, at most; of more, evenly chosen ones. */
const mostRatios = 16;

/** With more contexts than this, the search does not look at each by itself, and FFN has one level for all. */
const mostContexts = 12;

/** Rows of a sweep for its fit; of a sample, with the contexts of the whole sweep, so that a pair fits both. */
export function pairRows(rows: readonly SweepRow[], form: AttentionForm, contexts = contextsOf(rows)): PairRows {
  const attention = rows.map((row) => attentionRegressors(form, { tokens: tokenLoadOf(row), requests: row.batchSize }));
  const groups = contexts.length > mostContexts ? 1 : contexts.length;
  const group = rows.map(({ context }) => (groups === 1 ? 0 : contexts.indexOf(context)));
  return { rows, form, contexts, attention, ffn: rows.map(ffnRowsOf), group, groups };
}

/** The contexts of rows, each once, ascending. */
export function contextsOf(rows: readonly SweepRow[]): readonly number[] {
  return [...new Set(rows.map(({ context }) => context))].sort((a, b) => a - b);
}

/** How long each stage takes in a row. */
export function stageTimesOf({ attention, ffn, group }: PairRows, pair: StagePair, row: number) {
  return {
    attention: pair.attention === undefined ? 0 : timeOf(pair.attention, attention[row]!),
    ffn: pair.ffn.alpha * ffn[row]! + pair.ffn.levels[group[row]!]!,
  };
}

/** How many numbers were fitted. */
export function coefficientsIn({ attention, ffn }: StagePair): number {
  return 1 + new Set(ffn.levels).size + (attention?.length ?? 0);
}

/** The sum of absolute relative residuals. */
export function lossOf(rows: PairRows, pair: StagePair): number {
  return residualsOf(rows, pair).reduce((sum, residual) => sum + Math.abs(residual), 0);
}

/** The line with the smallest loss where FFN binds every row; undefined where that is no line. */
export function ffnAlone(rows: PairRows): StagePair | undefined {
  const none = rows.rows.map(() => false);
  return alternate(rows, none, absoluteWeight, mostRounds);
}

/**
 * The pair of smallest loss that a search finds with attention binding some rows: from every ratio at which attention
 * may give way, in all contexts or in one. Undefined where no start leads to one.
 */
export function bestPair(rows: PairRows): BoundPair | undefined {
  let best: { readonly pair: BoundPair; readonly loss: number } | undefined;
  for (const start of starts(rows)) {
    const pair = alternate(rows, start, absoluteWeight, searchRounds);
    if (pair?.attention === undefined) continue;
    const loss = lossOf(rows, pair);
    const { attention, ffn } = pair;
    if (best === undefined || loss < best.loss * (1 - 1e-9)) best = { pair: { attention, ffn }, loss };
  }
  return best?.pair;
}

/** The pair refined by least squares with bisquare weights, and what it says of each row. */
export function polish(rows: PairRows, pair: StagePair): PairFit {
  const fitted = coefficientsIn(pair);
  const scale = scaleOf(residualsOf(rows, pair), fitted);
  const weightOf = (residual: number): number => bisquareWeight(residual / scale);
  const better = alternate(rows, boundByAttention(rows, pair), weightOf, mostRounds, pair) ?? pair;
  const residuals = residualsOf(rows, better);
  return {
    ...better,
    residuals,
    weights: residuals.map(weightOf),
    isAttention: boundByAttention(rows, better),
    scale: scaleOf(residuals, fitted),
  };
}

/** Which rows attention takes at first: those up to a ratio, in all contexts or in one. */
function* starts({ rows, contexts }: PairRows): Generator<readonly boolean[]> {
  const ratioOf = ({ pools }: SweepRow): number => pools.attention / pools.ffn;
  const ratios = [...new Set(rows.map(ratioOf))].sort((a, b) => a - b);
  const step = Math.max(1, ratios.length / mostRatios);
  const places = contexts.length > 1 && contexts.length <= mostContexts ? [undefined, ...contexts] : [undefined];
  for (let at = 0; at < ratios.length; at += step) {
    const limit = ratios[Math.floor(at)]!;
    for (const only of places) {
      yield rows.map((row) => ratioOf(row) <= limit && (only === undefined || row.context === only));
    }
  }
}

/**
 * Fits each stage to the rows it binds, then lets the longer stage bind, until nothing changes. Undefined where FFN is
 * left without a rising line.
 */
function alternate(
  rows: PairRows,
  start: readonly boolean[],
  weightOf: (residual: number) => number,
  rounds: number,
  from?: StagePair,
): StagePair | undefined {
  let isAttention = start;
  let pair: StagePair | undefined = from;
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const next = fitBoth(rows, isAttention, weightOf, pair);
    if (next === undefined) return pair === from ? undefined : pair;
    pair = next;
    isAttention = boundByAttention(rows, pair);
    const loss = lossOf(rows, pair);
    if (Math.abs(loss - before) <= 1e-12 * loss) break;
    before = loss;
  }
  return pair;
}

function fitBoth(
  rows: PairRows,
  isAttention: readonly boolean[],
  weightOf: (residual: number) => number,
  before: StagePair | undefined,
): StagePair | undefined {
  /** Weight of a row's squared error: relative to the time fitted before, or to the measured one at first. */
  const weightAt = (row: number): { readonly weight: number; readonly fitted: number } => {
    const time = rows.rows[row]!.cycle;
    const times = before && stageTimesOf(rows, before, row);
    const fitted = (isAttention[row] ? times?.attention : times?.ffn) || time;
    return { weight: before === undefined ? 1 : weightOf(relativeResidual(time, fitted)), fitted };
  };
  const indicesOf = (bound: boolean): readonly number[] =>
    isAttention.flatMap((is, row) => (is === bound ? [row] : []));
  const ofFfn = indicesOf(false);
  if (new Set(ofFfn.map((row) => rows.ffn[row])).size < leastFfnRows) return undefined;
  const ffn = fitFfnLines(
    ofFfn.map((row) => {
      const { weight, fitted } = weightAt(row);
      return {
        load: rows.ffn[row]!,
        group: rows.group[row]!,
        time: rows.rows[row]!.cycle,
        weight: weight / fitted ** 2,
      };
    }),
    rows.groups,
  );
  if (ffn === undefined) return undefined;
  const ofAttention = indicesOf(true);
  if (ofAttention.length === 0) return { attention: undefined, ffn };
  const weights = ofAttention.map(weightAt);
  const attention = weightedLine(
    {
      regressors: ofAttention.map((row) => rows.attention[row]!),
      times: ofAttention.map((row) => rows.rows[row]!.cycle),
    },
    weights.map(({ fitted }) => fitted),
    weights.map(({ weight }) => weight),
  );
  return { attention: attention.some((value) => value > 0) ? attention : undefined, ffn };
}

function boundByAttention(rows: PairRows, pair: StagePair): readonly boolean[] {
  return rows.rows.map((_, row) => {
    const times = stageTimesOf(rows, pair, row);
    return times.attention > times.ffn;
  });
}

function residualsOf(rows: PairRows, pair: StagePair): readonly number[] {
  return rows.rows.map(({ cycle }, row) => {
    const { attention, ffn } = stageTimesOf(rows, pair, row);
    return relativeResidual(cycle, Math.max(attention, ffn));
  });
}
