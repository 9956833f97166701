import type { SchedulingRequest } from './request';

/** KV token-steps that a request takes up from its first step to its last, P D + D (D + 1)/2 (2606.22327). */
export function volume({ prefill, decode }: SchedulingRequest): number {
  return prefill * decode + (decode * (decode + 1)) / 2;
}

/** Tokens that a request holds in its last step, where it holds most: P + D. */
export function peak({ prefill, decode }: SchedulingRequest): number {
  return prefill + decode;
}
