import {
  type AttentionForm,
  type AttentionLineValues,
  attentionLine,
  separableForm,
  usualTokensPerRequest,
} from './attention-form';
import { ffnStandardErrors } from './ffn-line';
import {
  type BoundPair,
  bestPair,
  coefficientsIn,
  contextsOf,
  ffnAlone,
  leastFfnRows,
  lossOf,
  type PairFit,
  type PairRows,
  pairRows,
  polish,
  type StagePair,
  stageTimesOf,
} from './max-of-stages';
import { ffnRowsOf, measurementError, type SweepRow, tokenLoadOf } from './measurements';
import { leastWeight, robustDeviation } from './robust';
import { sampleOf } from './row-sample';

/** Stage times fitted to a sweep: cycle = max{attention, FFN}. Times in milliseconds. */
export interface SweepModel {
  readonly rows: PairRows;
  readonly fit: PairFit;
  readonly attention: AttentionLineValues;
  /** The line of all contexts together; `fit` has the level of each. */
  readonly ffn: { readonly alpha: number; readonly beta: number };
  /** False where FFN binds every row: attention is then as long as it can be without showing. */
  readonly attentionSeen: boolean;
}

/** A line, a floor and where they meet need so many rows, and one to check them by. */
const leastSweepRows = 6;

/** Rows that the search looks at, at most. */
const mostSearched = 400;

/** A row that attention binds alone is no floor. */
const leastAttentionRows = 2;

/** FFN's slope is one if it is so many times its standard error. */
const leastSlope = 3;

/** Exchange rates of requests to tokens that are tried, as powers of this. */
const rateStep = 1.6;
const rateSteps = 4;

/** Sets of free coefficients that are tried before the rows count as telling none apart. */
const mostForms = 3;

/** Fits a sweep. The same rows give the same model. Throws MeasurementError where they support none. docs/fitting.md. */
export function fitSweepModel(rows: readonly SweepRow[]): SweepModel {
  if (rows.length < leastSweepRows) {
    throw measurementError(
      `${rows.length} usable rows are too few: measure at least ${leastSweepRows}, at ratios from attention-bound to FFN-bound.`,
    );
  }
  const usual: AttentionForm = { freePerRequest: false, freeBeta: false, tokensPerRequest: usualTokensPerRequest };
  const searched = sampled(rows, usual);
  const alone = ffnAlone(searched);
  const model = withAttention(rows, searched, alone) ?? (alone && hidden(pairRows(rows, usual), alone));
  if (model === undefined) throw noFfnLine(rows);
  const { alpha } = ffnErrors(model);
  if (alpha === undefined || model.ffn.alpha < leastSlope * alpha) throw noFfnLine(rows);
  return model;
}

/** Relative deviation of the rows, to be used for standard errors. */
export function deviationOf({ fit }: Pick<SweepModel, 'fit'>): number {
  return robustDeviation(fit.residuals, fit.scale, coefficientsIn(fit));
}

/** Standard errors of the FFN line. */
export function ffnErrors(model: Pick<SweepModel, 'rows' | 'fit'>): ReturnType<typeof ffnStandardErrors> {
  const { rows, fit } = model;
  const bound = rows.rows.flatMap((_, row) =>
    fit.isAttention[row] ? [] : [{ load: rows.ffn[row]!, group: rows.group[row]! }],
  );
  return ffnStandardErrors(fit.ffn, bound, deviationOf(model));
}

/** The rows that the search looks at. */
function sampled(rows: readonly SweepRow[], form: AttentionForm): PairRows {
  return pairRows(sampleOf(rows, mostSearched), form, contextsOf(rows));
}

/** How long each stage takes in a row. */
export function modelTimes({ attention, ffn }: Pick<SweepModel, 'attention' | 'ffn'>, row: SweepRow) {
  return {
    attention: attention.alpha * tokenLoadOf(row) + attention.perRequest * row.batchSize + attention.beta,
    ffn: ffn.alpha * ffnRowsOf(row) + ffn.beta,
  };
}

/** The model in which attention binds some rows; undefined where FFN alone does about as well. */
function withAttention(
  rows: readonly SweepRow[],
  searched: PairRows,
  alone: StagePair | undefined,
): SweepModel | undefined {
  const isSeen = ({ rows: tried, pair }: TriedRate): boolean =>
    alone === undefined || showsAttention(tried, alone, pair);
  const usual = tryRate(searched, searched.form.tokensPerRequest);
  const freed =
    usual && isSeen(usual) ? separated(rows, toModel(pairRows(rows, usual.rows.form), usual.pair)) : undefined;
  if (freed) return freed;
  const tried = ratesFor(searched).flatMap((rate) => tryRate(searched, rate) ?? []);
  const [first] = tried;
  if (first === undefined) return undefined;
  const likeliest = tried.reduce((best, next) => (next.loss < best.loss ? next : best), first);
  if (!isSeen(likeliest)) return undefined;
  const nearest = nearestRate(tried, likeliest.loss);
  return (
    separated(rows, toModel(pairRows(rows, likeliest.rows.form), likeliest.pair)) ??
    toModel(pairRows(rows, nearest.rows.form), nearest.pair)
  );
}

/** The best pair with an exchange rate of requests to tokens. */
interface TriedRate {
  readonly rows: PairRows;
  readonly pair: BoundPair;
  readonly loss: number;
}

function tryRate({ rows, form, contexts }: PairRows, tokensPerRequest: number): TriedRate | undefined {
  const tried = pairRows(rows, { ...form, tokensPerRequest }, contexts);
  const pair = bestPair(tried);
  return pair && { rows: tried, pair, loss: steadyLoss(tried, pair) };
}

/** The usual rate where all rows have one load, which it cannot matter to; else those around it too. */
function ratesFor({ rows, form }: PairRows): readonly number[] {
  const loads = new Set(rows.map((row) => `${row.context} ${row.batchSize}`));
  if (loads.size === 1) return [form.tokensPerRequest];
  const steps = Array.from({ length: 2 * rateSteps + 1 }, (_, i) => i - rateSteps);
  return [0, ...steps.map((step) => form.tokensPerRequest * rateStep ** step)];
}

/** The rate nearest to the usual, of those whose best pair is at most e² times less likely than the likeliest. */
function nearestRate(tried: readonly TriedRate[], least: number): TriedRate {
  const allowed = tried.filter(({ rows, loss }) => rows.rows.length * Math.log(loss / least) <= 2);
  const distance = ({ rows }: TriedRate): number =>
    Math.abs(Math.log(Math.max(rows.form.tokensPerRequest, 1) / usualTokensPerRequest));
  return allowed.reduce((best, next) => (distance(next) < distance(best) ? next : best));
}

/** Whether attention explains enough: by the information criterion for two more parameters, twice over. */
function showsAttention(rows: PairRows, alone: StagePair, both: StagePair): boolean {
  const bound = rows.rows.filter((_, row) => {
    const { attention, ffn } = stageTimesOf(rows, both, row);
    return attention > ffn;
  });
  return bound.length >= leastAttentionRows && evidence(rows, alone, both) > 2 * Math.log(rows.rows.length);
}

/** Logarithm of how much likelier the second pair makes the rows, for errors of double exponential law. */
function evidence(rows: PairRows, first: StagePair, second: StagePair): number {
  return rows.rows.length * Math.log(steadyLoss(rows, first) / steadyLoss(rows, second));
}

/** The loss, but for a little that is rounding and decides nothing. */
function steadyLoss(rows: PairRows, pair: StagePair): number {
  return lossOf(rows, pair) + 1e-4 * rows.rows.length;
}

/**
 * The model with more free coefficients than this one, where the rows that attention binds tell them apart: in the model
 * that says so, and still in the one fitted then.
 */
function separated(rows: readonly SweepRow[], model: SweepModel): SweepModel | undefined {
  // Rows that this model makes outliers may only need another coefficient.
  let form = separableFormOf(model, 0);
  for (let tries = 0; tries < mostForms && (form.freePerRequest || form.freeBeta); tries++) {
    const pair = bestPair(sampled(rows, form));
    if (pair === undefined) return undefined;
    const freer = toModel(pairRows(rows, form), pair);
    const again = separableFormOf(freer, leastWeight);
    if (again.freePerRequest === form.freePerRequest && again.freeBeta === form.freeBeta) return freer;
    form = again;
  }
  return undefined;
}

function toModel(rows: PairRows, pair: BoundPair): SweepModel {
  const fit = polish(rows, pair);
  const attention = attentionLine(rows.form, fit.attention ?? pair.attention);
  return { rows, fit, attention, ffn: fit.ffn, attentionSeen: true };
}

/** FFN binds every row; attention just does not show at the row where FFN would uncover it first. */
function hidden(rows: PairRows, alone: StagePair): SweepModel {
  const fit = polish(rows, alone);
  const most = Math.min(...rows.rows.map((_, row) => stageTimesOf(rows, fit, row).ffn / rows.attention[row]![0]!));
  return { rows, fit, attention: attentionLine(rows.form, [most]), ffn: fit.ffn, attentionSeen: false };
}

/** The form that the rows bound by attention tell apart, of those with at least this weight. */
function separableFormOf({ rows, fit }: SweepModel, least: number): AttentionForm {
  const loads = rows.rows.flatMap((row, i) =>
    fit.isAttention[i] && fit.weights[i]! >= least
      ? [{ tokens: tokenLoadOf(row), requests: row.batchSize, time: row.cycle }]
      : [],
  );
  return separableForm(loads, fit.scale, usualTokensPerRequest);
}

function noFfnLine(rows: readonly SweepRow[]): Error {
  const loads = new Set(rows.map(ffnRowsOf));
  return measurementError(
    loads.size < leastFfnRows
      ? `The rows have ${loads.size === 1 ? 'one FFN load' : 'two FFN loads'} (requests per FFN worker and microbatch); measure at least three ratios or batch sizes.`
      : 'The step time does not grow with the FFN load (requests per FFN worker and microbatch), so FFN never sets the pace; measure larger ratios, at least three that are FFN-bound.',
  );
}
