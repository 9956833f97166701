import { logNormalCdf } from '../mathematics/normal';
import { expectedOverrun } from './barrier';
import type { AnswerForm, Misfit, OperatingPoint, Pools } from './operating-point';
import { type StageTimes, stageTimes } from './stage-times';

/**
 * E[tau], the mean cycle time in the profile's time unit: mean-field max{tA, tC, tF}; barrier E[max{tC, tF, W}] with
 * W = mu_A + sigma_A M_x the slowest attention worker; pipeline see `pipelineCycle`.
 * Source: arXiv 2601.21351 v1 eq 5, v4 eqs 8-12, and our derivation; docs/theory.md, "Three answers", "Pipeline".
 * Throws a RangeError for the pipeline form where the number of microbatches is unknown.
 */
export function cycleTime(point: OperatingPoint, pools: Pools, form: AnswerForm): number {
  const cycle = cycleOfStages(stageTimes(point, pools), pools.attention, form, point.microbatches);
  return point.misfit === undefined ? cycle : cycle * misfitFactor(point.misfit, pools);
}

/** At twice the ratio it has gone a quarter round. */
const misfitTurn = Math.PI / 2 / Math.LN2;

function misfitFactor({ sine, cosine }: Misfit, { attention, ffn }: Pools): number {
  const angle = misfitTurn * Math.log(attention / ffn);
  return 1 + cosine * Math.cos(angle) + sine * Math.sin(angle);
}

/** What a cycle is made of. */
export type CycleParts = Pick<StageTimes, 'attention' | 'attentionSpread' | 'communication' | 'ffn'>;

/** The mean cycle time of stages with so many attention workers. It rises with each stage time and with the workers. */
export function cycleOfStages(
  times: CycleParts,
  attentionWorkers: number,
  form: AnswerForm,
  microbatches: number | undefined,
): number {
  const workers = Math.max(1, attentionWorkers);
  switch (form) {
    case 'mean-field':
      return Math.max(times.attention, times.communication, times.ffn);
    case 'barrier': {
      if (times.attentionSpread === 0) return Math.max(times.attention, times.communication, times.ffn);
      const rest = Math.max(times.communication, times.ffn);
      return rest + expectedOverrun(rest, times.attention, times.attentionSpread, workers);
    }
    case 'pipeline':
      if (microbatches === undefined) throw unknownMicrobatches();
      return pipelineCycle(times, workers, microbatches);
  }
}

/** Absorbs rounding, so that a bound equal to a cycle time admits it. */
const ROUNDING = 1e-9;

/** Whether E[tau] is at most `maxCycleTime`; an undefined bound admits everything. */
export function withinCycleTime(
  point: OperatingPoint,
  pools: Pools,
  form: AnswerForm,
  maxCycleTime: number | undefined,
): boolean {
  return maxCycleTime === undefined || cycleTime(point, pools, form) <= maxCycleTime * (1 + ROUNDING);
}

/** The error of asking for the pipeline form where the number of microbatches is unknown. */
export function unknownMicrobatches(): RangeError {
  return new RangeError('The pipeline form needs the number of microbatches; use another form where it is unknown.');
}

/** Parts of a shorter one are near the smallest double, where there is no arithmetic. */
const smallestSpread = 1e-300;

/**
 * E[max{A, L, tF, tC/2}] with A = mu_A + sigma_A/sqrt(m) M_x, the slowest worker over its m microbatches, and
 * L = (mu_A + sigma_A M_mx + tF + tC)/m, the round trip of the slowest microbatch shared among m; both rise together.
 * Then P(max{A, L} <= t) is the smaller of the two distribution functions: L's below one crossing, A's above.
 */
function pipelineCycle(times: CycleParts, workers: number, microbatches: number): number {
  const { attention, attentionSpread, ffn, communication } = times;
  const roundTrip = (attention + ffn + communication) / microbatches;
  const constant = Math.max(ffn, communication / 2);
  if (attentionSpread <= Math.max(smallestSpread, Number.EPSILON * roundTrip))
    return Math.max(attention, constant, roundTrip);
  const worker = { mean: attention, sigma: attentionSpread / Math.sqrt(microbatches), copies: workers };
  const loop = { mean: roundTrip, sigma: attentionSpread / microbatches, copies: microbatches * workers };
  const from = crossing(loop, worker, constant, microbatches);
  const lower = from > constant ? overrun(constant, loop) - overrun(from, loop) : 0;
  return constant + lower + overrun(from, worker);
}

/** mean + sigma M_n, the largest of n = copies independent normal variables. */
interface Largest {
  readonly mean: number;
  readonly sigma: number;
  readonly copies: number;
}

function overrun(knot: number, { mean, sigma, copies }: Largest): number {
  return expectedOverrun(knot, mean, sigma, copies);
}

/** Beyond so many standard deviations nothing is left of a normal distribution, in double precision. */
const FAR = 12;
/** In standard deviations of the worker's; the mean changes only in second order with an error of the crossing. */
const CROSSING_ERROR = 1e-4;

/**
 * Where the worker's distribution function falls below the loop's, from `low` on: `low` where it does from the
 * start, infinite where it never does. By false position (Illinois) on the logarithms of the distribution functions'
 * logarithms, which are close to parabolas.
 */
function crossing(loop: Largest, worker: Largest, low: number, microbatches: number): number {
  const lead = (at: number): number =>
    Math.log(microbatches) + logOfLog((at - loop.mean) / loop.sigma) - logOfLog((at - worker.mean) / worker.sigma);
  if (microbatches === 1) return Number.POSITIVE_INFINITY;
  let [left, right] = [low, Math.max(low, worker.mean + FAR * worker.sigma, loop.mean + FAR * loop.sigma)];
  let [atLeft, atRight] = [lead(left), lead(right)];
  if (atLeft <= 0) return left;
  if (atRight > 0) return Number.POSITIVE_INFINITY;
  // Next to a mean that is far longer than the spread, doubles are no denser than this.
  const tolerance = Math.max(CROSSING_ERROR * worker.sigma, 4 * Number.EPSILON * right);
  let last = left;
  for (let round = 0; right - left > tolerance; round++) {
    const even = round % 4 === 3;
    const at = even ? (left + right) / 2 : left + ((right - left) * atLeft) / (atLeft - atRight);
    const value = lead(at);
    if (Math.abs(at - last) < tolerance && !even) return at;
    last = at;
    if (value > 0) {
      [left, atLeft] = [at, value];
      atRight /= 2;
    } else {
      [right, atRight] = [at, value];
      atLeft /= 2;
    }
  }
  return right;
}

/** ln(-ln Phi(z)); flat beyond the point where Phi is 1 to double precision. */
function logOfLog(z: number): number {
  return Math.log(-logNormalCdf(Math.min(z, 35)));
}
