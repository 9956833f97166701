import {
  type AttentionForm,
  type AttentionLineValues,
  attentionLine,
  separableForm,
  usualTokensPerRequest,
} from './attention-form';
import {
  bestPair,
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
import { leastWeight } from './robust';

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
export const leastSweepRows = 6;

/** Rows that the search looks at, at most; all are used in the end. */
const mostSearched = 400;

/** A row that attention binds alone is no floor. */
const leastAttentionRows = 2;

/** Exchange rates of requests to tokens that are tried, as powers of this. */
const rateStep = 1.25;
const rateSteps = 12;

/** Fits a sweep. The same rows give the same model. Throws MeasurementError where they support none. docs/fitting.md. */
export function fitSweepModel(rows: readonly SweepRow[]): SweepModel {
  if (rows.length < leastSweepRows) {
    throw measurementError(
      `${rows.length} usable rows are too few: measure at least ${leastSweepRows}, at ratios from attention-bound to FFN-bound.`,
    );
  }
  const usual: AttentionForm = { freePerRequest: false, freeBeta: false, tokensPerRequest: usualTokensPerRequest };
  const searched = pairRows(searchedRows(rows), usual);
  const alone = ffnAlone(searched);
  const both = bestPair(searched);
  if (alone === undefined && both === undefined) throw noFfnLine(rows);
  if (both === undefined || (alone && !isSeen(searched, alone, both))) return hidden(pairRows(rows, usual), alone!);
  const byRate = bound(rows, nearestRate(searched, usual), both);
  const form = separableForm(attentionLoads(byRate), byRate.fit.scale, usual.tokensPerRequest);
  return (form.freePerRequest || form.freeBeta ? separated(rows, form) : undefined) ?? byRate;
}

/** How long each stage takes in a row. */
export function modelTimes({ attention, ffn }: Pick<SweepModel, 'attention' | 'ffn'>, row: SweepRow) {
  return {
    attention: attention.alpha * tokenLoadOf(row) + attention.perRequest * row.batchSize + attention.beta,
    ffn: ffn.alpha * ffnRowsOf(row) + ffn.beta,
  };
}

/** Whether attention explains enough: against FFN alone, by the information criterion for two more parameters, twice over. */
function isSeen(rows: PairRows, alone: StagePair, both: StagePair): boolean {
  const bound = rows.rows.filter((_, row) => {
    const { attention, ffn } = stageTimesOf(rows, both, row);
    return attention > ffn;
  });
  const count = rows.rows.length;
  return bound.length >= leastAttentionRows && evidence(rows, alone, both) > 2 * Math.log(count);
}

/** Logarithm of how much likelier the second pair makes the rows, for errors of double exponential law. */
function evidence(rows: PairRows, first: StagePair, second: StagePair): number {
  const count = rows.rows.length;
  // A loss that is rounding decides nothing.
  const loss = (pair: StagePair): number => lossOf(rows, pair) + 1e-4 * count;
  return count * Math.log(loss(first) / loss(second));
}

function searchedRows(rows: readonly SweepRow[]): readonly SweepRow[] {
  const step = Math.max(1, rows.length / mostSearched);
  return Array.from({ length: Math.min(rows.length, mostSearched) }, (_, i) => rows[Math.floor(i * step)]!);
}

/**
 * The usual exchange rate of requests to tokens where the rows allow it, else the nearest that they allow: one whose
 * best pair is at most e² times less likely than that of the likeliest rate.
 */
function nearestRate({ rows }: PairRows, usual: AttentionForm): AttentionForm {
  const loads = new Set(rows.map((row) => `${row.context} ${row.batchSize}`));
  if (loads.size === 1) return usual;
  const steps = Array.from({ length: 2 * rateSteps + 1 }, (_, i) => i - rateSteps);
  const rates = [0, ...steps.map((step) => usual.tokensPerRequest * rateStep ** step)];
  const tried = rates.flatMap((tokensPerRequest) => {
    const form = { ...usual, tokensPerRequest };
    const candidate = pairRows(rows, form);
    const pair = bestPair(candidate);
    return pair === undefined ? [] : [{ form, loss: lossOf(candidate, pair) + 1e-4 * rows.length }];
  });
  const least = Math.min(...tried.map(({ loss }) => loss));
  const allowed = tried.filter(({ loss }) => rows.length * Math.log(loss / least) <= 2);
  const distance = ({ form }: { readonly form: AttentionForm }): number =>
    Math.abs(Math.log(Math.max(form.tokensPerRequest, 1) / usual.tokensPerRequest));
  return allowed.reduce((best, next) => (distance(next) < distance(best) ? next : best), allowed[0]!).form;
}

function bound(rows: readonly SweepRow[], form: AttentionForm, fallback: StagePair): SweepModel {
  const searched = pairRows(searchedRows(rows), form);
  return toModel(pairRows(rows, form), bestPair(searched) ?? fallback);
}

/** The model with more free coefficients, if the rows that attention then binds still tell them apart. */
function separated(rows: readonly SweepRow[], form: AttentionForm): SweepModel | undefined {
  const pair = bestPair(pairRows(searchedRows(rows), form));
  if (pair === undefined) return undefined;
  const model = toModel(pairRows(rows, form), pair);
  const again = separableForm(attentionLoads(model), model.fit.scale, form.tokensPerRequest);
  const holds = again.freePerRequest === form.freePerRequest && again.freeBeta === form.freeBeta;
  return holds && model.fit.attention !== undefined ? model : undefined;
}

function toModel(rows: PairRows, pair: StagePair): SweepModel {
  const fit = polish(rows, pair);
  const attention = attentionLine(rows.form, fit.attention ?? pair.attention!);
  return { rows, fit, attention, ffn: fit.ffn, attentionSeen: true };
}

/** FFN binds every row; attention just does not show at the row where FFN would uncover it first. */
function hidden(rows: PairRows, alone: StagePair): SweepModel {
  const fit = polish(rows, alone);
  const most = Math.min(...rows.rows.map((_, row) => stageTimesOf(rows, fit, row).ffn / rows.attention[row]![0]!));
  return { rows, fit, attention: attentionLine(rows.form, [most]), ffn: fit.ffn, attentionSeen: false };
}

function attentionLoads({ rows, fit }: SweepModel) {
  return rows.rows.flatMap((row, i) =>
    fit.isAttention[i] && fit.weights[i]! >= leastWeight
      ? [{ tokens: tokenLoadOf(row), requests: row.batchSize, time: row.cycle }]
      : [],
  );
}

function noFfnLine(rows: readonly SweepRow[]): Error {
  const loads = new Set(rows.map(ffnRowsOf));
  return measurementError(
    loads.size < leastFfnRows
      ? `The rows have ${loads.size === 1 ? 'one FFN load' : 'two FFN loads'} (requests per FFN worker and microbatch); measure at least three ratios or batch sizes.`
      : 'The step time does not grow with the FFN load (requests per FFN worker and microbatch), so FFN never sets the pace; measure larger ratios, at least three that are FFN-bound.',
  );
}
