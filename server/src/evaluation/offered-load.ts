import type { Deployment } from '../manifest/deployment';
import type { Fact } from '../manifest/fact';
import { cycleTime } from '../provisioning/cycle/cycle-time';
import type { OperatingPoint, Pools } from '../provisioning/cycle/operating-point';
import { normalQuantile } from '../provisioning/mathematics/normal-quantile';
import { studentT95 } from '../provisioning/mathematics/student-t';
import { lastOfPrefix } from '../provisioning/mathematics/unimodal-search';
import { largestFeasibleAttention } from '../provisioning/optimum/objectives';
import { secondsPerUnit } from '../text/format';
import { bandOfFew } from '../uncertainty/gain-band';
import { fewCoordinate, fewPoints } from '../uncertainty/lattice';
import { pointsIn } from '../uncertainty/world';
import type { RequestMoments } from '../workload/trace-summary';
import type { PointEstimate } from '../workload/workload-estimate';
import type { Evaluation, Sizing } from './evaluation';
import { type KvTokens, kvTokensOf } from './kv-tokens';
import { ffnHoldsPools, memoryModel } from './memory-use';
import { attentionLimitsOf, objectivesOf, poolLimits } from './sizing-limits';
import { thetaRange } from './workload/theta-confidence';

/** Demand on the KV caches over what they hold, and what it follows from. */
export interface OfferedLoad {
  /** rho: above 1 requests queue up without end, under every order. */
  readonly rho: number;
  /** The band that holds 90 % of the plausible worlds: by the stage times, the theory, and the requests that were seen. */
  readonly low: number;
  readonly high: number;
  /** Requests per second to the whole deployment, and whether the manifest states them. */
  readonly requestRate: number;
  readonly rateStated: Fact<number> | undefined;
  /** E[P D + D (D + 1)/2], token-steps of a request. */
  readonly meanVolume: number;
  readonly meanDecode: number;
  /** Seconds of a step with so many requests in flight on an attention worker, as many as come in the time they take. */
  readonly stepSeconds: number;
  readonly inFlight: number;
  readonly kvTokens: KvTokens;
  /** Whether every slot of the batch is taken before the cache is full, so that requests wait for slots. */
  readonly waitsForSlots: boolean;
  /** Deployments like this one that keep up together. */
  readonly bundlesNeeded: number;
}

/** What the load of one attention worker follows from. */
interface Demand {
  readonly sizing: Sizing;
  /** Seconds of one unit of the point's latency. */
  readonly secondsPerUnit: number;
  /** Requests per second to the whole deployment. */
  readonly rate: number;
  readonly kvTokens: number;
  readonly meanDecode: number;
}

/**
 * rho = lambda/x x step seconds x E[volume] / M, of each of x attention workers; undefined where one of these is not known.
 * E[volume] = (theta + 1) E[D], as theta counts what is read, one token less in each step than is held. The step is that of
 * the requests which are then in flight, lambda/x x step seconds x E[D] by Little's law, and of a full cache or batch where
 * more would be. The trace says how often requests come, where the manifest does not. Source: docs/theory.md,
 * "Offered load".
 */
export function offeredLoadOf(deployment: Deployment, evaluation: Evaluation): OfferedLoad | undefined {
  const { sizing, profile, workload } = evaluation;
  const kvTokens = kvTokensOf(deployment, evaluation);
  const rateStated = deployment.workload?.requestRate;
  const requestRate = rateStated?.value ?? traceRateOf(evaluation);
  const unit = profile && secondsPerUnit(profile.timeUnit);
  // Over a run that ends theta is not the mean over requests.
  if (workload?.estimate.kind !== 'point' || deployment.workload?.horizonRequests) return undefined;
  if (!sizing || !kvTokens || requestRate === undefined || unit === undefined) return undefined;
  if (sizing.point.microbatches === undefined) return undefined;
  const { estimate } = workload;
  const demand: Demand = {
    sizing,
    secondsPerUnit: unit,
    rate: requestRate,
    kvTokens: kvTokens.tokens,
    meanDecode: estimate.meanDecode,
  };
  const error = volumeError(estimate, momentsOf(evaluation), rateStated === undefined);
  const { low, high } = bandOfFew(plausibleLoads(demand, error / normalQuantile(0.975)));
  const { rho, stepSeconds, inFlight, isFull, bundles } = loadOf(demand);
  return {
    rho,
    low,
    high,
    requestRate,
    rateStated,
    meanVolume: (estimate.theta + 1) * estimate.meanDecode,
    meanDecode: estimate.meanDecode,
    stepSeconds,
    inFlight,
    kvTokens,
    waitsForSlots: isFull && inFlight < requestsHeld(demand),
    bundlesNeeded: bundles,
  };
}

/** A coordinate of the lattice that the worlds leave free. */
const volumeCoordinate = 17;

/** rho in some of the plausible worlds; `error` is the relative standard error of the volume that comes per second. */
function plausibleLoads(demand: Demand, error: number): readonly number[] {
  const { sizing, rate } = demand;
  const { load } = sizing.point;
  const points = pointsIn(sizing.worlds, sizing.point);
  return fewPoints.map((index) => {
    const at = points[index]!;
    // That of the volume has theta's in it.
    const point = { ...at, load: { ...at.load, theta: load.theta } };
    const comes = rate * Math.max(0, 1 + error * normalQuantile(fewCoordinate(index, volumeCoordinate)));
    return loadOf({ ...demand, rate: comes, sizing: { ...sizing, point } }).rho;
  });
}

/** Requests per second of the trace; undefined where it does not say. */
export function traceRateOf({ workload }: Pick<Evaluation, 'workload'>): number | undefined {
  return workload?.origin.kind === 'trace' ? workload.origin.trace.summary.requestRate : undefined;
}

/**
 * The fewest attention workers beside the configured FFN pool, more than there are, that keep up with what comes; undefined
 * where none does that profile, engine, memory and objectives allow.
 */
export function attentionNeeded(
  deployment: Deployment,
  evaluation: Evaluation,
  offeredLoad: OfferedLoad,
): Pools | undefined {
  const { attention, ffn, microbatches, topology } = deployment;
  const { sizing, profile, hardware } = evaluation;
  const unit = profile && secondsPerUnit(profile.timeUnit);
  if (!attention || !ffn || !sizing || !profile || unit === undefined) return undefined;
  const limits = attentionLimitsOf(
    {
      ...poolLimits({ attention, ffn, topology }, profile, microbatches?.value, objectivesOf(deployment)),
      ffnHolds: ffnHoldsPools(deployment, memoryModel(deployment, hardware)),
    },
    ffn.workers,
  );
  const most = largestFeasibleAttention(sizing.point, ffn.workers, sizing.form, limits);
  if (most === undefined) return undefined;
  const { step } = limits;
  const isTooFew = (steps: number): boolean => {
    const pools = { attention: steps * step, ffn: ffn.workers };
    return loadOf({
      sizing: { ...sizing, pools },
      secondsPerUnit: unit,
      rate: offeredLoad.requestRate,
      kvTokens: offeredLoad.kvTokens.tokens,
      meanDecode: offeredLoad.meanDecode,
    }).isFull;
  };
  const from = Math.floor(attention.workers / step) + 1;
  const last = lastOfPrefix(isTooFew, from, Math.floor(most / step));
  const needed = (last === undefined ? from : last + 1) * step;
  return needed > most ? undefined : { attention: needed, ffn: ffn.workers };
}

interface Load {
  readonly rho: number;
  readonly stepSeconds: number;
  readonly inFlight: number;
  /** Whether requests come faster than a full cache or a full batch lets them go. */
  readonly isFull: boolean;
  readonly bundles: number;
}

/** The fixed point of Little's law: the step time rises with the requests in flight, but not in proportion. */
function loadOf(demand: Demand): Load {
  const { sizing, rate, meanDecode } = demand;
  const { point, pools, form } = sizing;
  const microbatches = point.microbatches!;
  const perWorker = rate / pools.attention;
  const stepAt = (batchSize: number): number =>
    microbatches * cycleTime({ ...point, batchSize } satisfies OperatingPoint, pools, form) * demand.secondsPerUnit;
  const comingIn = (seconds: number): number => perWorker * seconds * meanDecode;
  const held = requestsHeld(demand);
  const most = Math.min(point.batchSize * microbatches, held);
  const atMost = stepAt(most / microbatches);
  if (comingIn(atMost) >= most) {
    const inFlight = comingIn(atMost);
    return {
      rho: inFlight / held,
      stepSeconds: atMost,
      inFlight: most,
      isFull: true,
      bundles: Math.ceil(inFlight / most),
    };
  }
  const inFlight = fallsToZero((requests) => comingIn(stepAt(requests / microbatches)) - requests, most);
  const stepSeconds = stepAt(inFlight / microbatches);
  return { rho: inFlight / held, stepSeconds, inFlight, isFull: false, bundles: 1 };
}

/**
 * Where a function that falls from above 0 at 0 to below 0 at `most` is 0; by false position (Illinois), to 1e-9 of
 * `most`.
 */
function fallsToZero(of: (at: number) => number, most: number): number {
  let [low, high, atLow, atHigh] = [0, most, of(0), of(most)];
  for (let round = 0; round < 60; round++) {
    const at = round % 10 === 9 ? (low + high) / 2 : low + ((high - low) * atLow) / (atLow - atHigh);
    const value = of(at);
    if (Math.abs(value) <= 1e-9 * most || high - low <= 1e-12 * most) return at;
    if (value > 0) {
      [low, atLow] = [at, value];
      atHigh /= 2;
    } else {
      [high, atHigh] = [at, value];
      atLow /= 2;
    }
  }
  return high;
}

/** Requests of the mean load that the cache holds: each M/(theta + 1), what a request holds in its mean step. */
function requestsHeld({ sizing, kvTokens }: Demand): number {
  return kvTokens / (sizing.point.load.theta + 1);
}

function momentsOf({ workload }: Evaluation): RequestMoments | undefined {
  return workload?.origin.kind === 'trace' ? workload.origin.trace.summary.moments : undefined;
}

/**
 * The half width of a 95 % interval of the volume that comes per second, over its mean. Of a trace by the spread of the
 * volumes, and where the trace also says how often requests come, by that of a Poisson stream of them; else by theta's.
 */
function volumeError(estimate: PointEstimate, moments: RequestMoments | undefined, ratedByTrace: boolean): number {
  if (!moments) {
    const { low, high } = thetaRange(estimate);
    return (high - low) / 2 / (estimate.theta + 1);
  }
  const { n, sumY2, sumYD, sumD2, sumD } = moments;
  // The volume is Y + D.
  const mean = (estimate.theta + 1) * (sumD / n);
  const square = (sumY2 + 2 * sumYD + sumD2) / n;
  const spread = ratedByTrace ? square : Math.max(0, square - mean ** 2);
  return n < 2 ? 1 : (studentT95(n) * Math.sqrt(spread / n)) / mean;
}
