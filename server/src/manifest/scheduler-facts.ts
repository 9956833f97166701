import type { TextRange } from '../text/text-range';
import type { Fact } from './fact';
import { byDefault } from './launches/stated';

/** By what a priority orders, least first: decode length D, prompt length P, both together, or volume P D + D (D + 1)/2. */
export const priorityKeys = ['decode', 'prefill', 'total', 'volume'] as const;
export type PriorityKey = (typeof priorityKeys)[number];

/** What is said of the order in which waiting requests are admitted, and of what they are admitted to. */
export interface SchedulerFacts {
  /**
   * The name of the order, as the engine calls it; where none is written the engine's default. Undefined where nobody
   * knows: an engine whose default is not known, or a launch that may hold further options.
   */
  readonly policy: Fact<string> | undefined;
  /** What a policy by priority orders by; undefined where the manifest does not say. */
  readonly priorityKey: Fact<PriorityKey> | undefined;
  /** M: tokens that the KV cache of one attention worker holds; undefined where it follows from its memory, if at all. */
  readonly kvTokens: Fact<number> | undefined;
  /** Seconds after which a waiting request goes before others; undefined where none does. */
  readonly ageing: Fact<number> | undefined;
}

/** The order of every engine here that is told no other: first come, first served. */
const defaultPolicy = 'fcfs';

/** Nothing but a policy. */
export function schedulerWith(policy: Fact<string> | undefined): SchedulerFacts {
  return { policy, priorityKey: undefined, kvTokens: undefined, ageing: undefined };
}

/** What holds where no policy is written; reported at `site`. */
export function defaultPolicyAt(site: TextRange): Fact<string> {
  return byDefault(defaultPolicy, site);
}
