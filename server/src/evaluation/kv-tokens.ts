import type { Deployment } from '../manifest/deployment';
import type { Fact } from '../manifest/fact';
import { kvBudget } from '../provisioning/memory/kv-budget';
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
