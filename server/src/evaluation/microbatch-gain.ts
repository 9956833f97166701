import { cycleTime } from '../provisioning/cycle-time';
import { type GainUncertainty, latencyCorners } from '../provisioning/gain-band';
import type { LatencyModel, OperatingPoint } from '../provisioning/operating-point';
import type { Sizing } from './evaluation';

/** How much shorter the cycle gets with more microbatches in flight, and its bounds within the stage times' error. */
export interface MicrobatchGain {
  readonly microbatches: number;
  readonly gain: number;
  readonly gainLow: number;
  readonly gainHigh: number;
  /** TPOT with that many microbatches, in the profile's unit: more in flight also wait longer for their turn. */
  readonly tpot: number;
}

/**
 * The fewest microbatches, up to 3, that gain at least 99 % of what 3 would gain over the configured 1 or 2, at the
 * configured pools. Gains are fractions of throughput; the bounds are the extremes over the corners of the stage errors.
 * Undefined when the pipeline is not the answer's form or 3 are configured already.
 */
export function microbatchGain(sizing: Sizing, errors: GainUncertainty['relativeError']): MicrobatchGain | undefined {
  const configured = sizing.point.microbatches;
  if (sizing.form !== 'pipeline' || configured === undefined || configured >= 3) return undefined;
  const gainWith = (microbatches: number, latency: LatencyModel): number =>
    cycleOf(sizing, configured, latency) / cycleOf(sizing, microbatches, latency) - 1;
  const { latency } = sizing.point;
  const full = gainWith(3, latency);
  const microbatches = configured + 1 < 3 && gainWith(configured + 1, latency) >= 0.99 * full ? configured + 1 : 3;
  const corners = latencyCorners(latency, errors).map((corner) => gainWith(microbatches, corner));
  const gain = gainWith(microbatches, latency);
  const tpot = microbatches * cycleOf(sizing, microbatches, latency);
  return { microbatches, gain, gainLow: Math.min(gain, ...corners), gainHigh: Math.max(gain, ...corners), tpot };
}

function cycleOf({ point, pools }: Sizing, microbatches: number, latency: LatencyModel): number {
  const other: OperatingPoint = { ...point, microbatches, latency };
  return cycleTime(other, pools, 'pipeline');
}
