import type { SchedulingRequest } from './request';
import { peak, volume } from './volume';

/** Policies that are one number per request, the smallest first. */
export const orderKeys = {
  fcfs: ({ arrival }: SchedulingRequest): number => arrival,
  sf: ({ decode }: SchedulingRequest): number => decode,
  spf: ({ prefill }: SchedulingRequest): number => prefill,
  total: peak,
  svf: volume,
} as const;
