import type { Deployment } from '../manifest/deployment';
import type { Fact } from '../manifest/fact';
import { kvBudget } from '../provisioning/kv-budget';
import { secondsPerUnit } from '../text/format';
import type { Evaluation } from './evaluation';
import { memoryModel } from './memory-use';

/** M, tokens that the KV cache of one attention worker holds, and where the number comes from. */
export interface KvTokens {
  readonly tokens: number;
  /** The manifest's own number; undefined where it follows from the device's memory beside weights and reserve. */
  readonly stated: Fact<number> | undefined;
}

/** M as the manifest states it, else as the memory holds requests of the mean load; undefined where neither is known. */
export function kvTokensOf(
  deployment: Deployment,
  { hardware, workload }: Pick<Evaluation, 'hardware' | 'workload'>,
): KvTokens | undefined {
  const stated = deployment.scheduler.kvTokens;
  if (stated) return { tokens: stated.value, stated };
  const memory = memoryModel(deployment, hardware);
  if (!memory || workload?.estimate.kind !== 'point') return undefined;
  const { theta, nu } = workload.estimate;
  const { tokens } = kvBudget(memory.attention, { theta, nu });
  return tokens > 0 && Number.isFinite(tokens) ? { tokens, stated: undefined } : undefined;
}

/** Seconds of a decode step of the configured pools; undefined in cycles and without microbatches. */
export function stepSecondsOf({ sizing, profile }: Pick<Evaluation, 'sizing' | 'profile'>): number | undefined {
  const unit = profile && secondsPerUnit(profile.timeUnit);
  return unit === undefined || sizing?.tpot === undefined ? undefined : sizing.tpot * unit;
}

/** Demand on the KV caches over what they hold, and what it follows from. */
export interface Backlog {
  /** rho: above 1 requests queue up without end, under every order. */
  readonly rho: number;
  /** Requests per second to the whole deployment. */
  readonly requestRate: number;
  readonly rateStated: Fact<number> | undefined;
  /** E[P D + D (D + 1)/2], token-steps of a request. */
  readonly meanVolume: number;
  readonly stepSeconds: number;
  readonly kvTokens: KvTokens;
}

/**
 * rho = lambda/x x step seconds x E[volume] / M, of each of x attention workers; undefined where one of these is not known.
 * E[volume] = (theta + 1) E[D], as theta counts what is read, one token less in each step than is held. `traceRate`:
 * requests per second of the trace, which count where the manifest states none. Source: docs/theory.md, "Backlog".
 */
export function backlogOf(
  deployment: Deployment,
  evaluation: Pick<Evaluation, 'hardware' | 'workload' | 'sizing' | 'profile'>,
  traceRate: number | undefined,
): Backlog | undefined {
  const estimate = evaluation.workload?.estimate;
  const rateStated = deployment.workload?.requestRate;
  const requestRate = rateStated?.value ?? traceRate;
  const stepSeconds = stepSecondsOf(evaluation);
  const kvTokens = kvTokensOf(deployment, evaluation);
  // Over a run that ends theta is not the mean over requests.
  if (estimate?.kind !== 'point' || deployment.workload?.horizonRequests || !deployment.attention) return undefined;
  if (requestRate === undefined || stepSeconds === undefined || kvTokens === undefined) return undefined;
  const meanVolume = (estimate.theta + 1) * estimate.meanDecode;
  const perWorker = requestRate / deployment.attention.workers;
  const rho = (perWorker * stepSeconds * meanVolume) / kvTokens.tokens;
  return { rho, requestRate, rateStated, meanVolume, stepSeconds, kvTokens };
}
