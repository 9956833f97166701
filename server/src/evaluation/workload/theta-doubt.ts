import type { Deployment } from '../../manifest/deployment';
import { formatCount, formatNumber, formatShare } from '../../text/format';
import type { TextRange } from '../../text/text-range';
import type { DominantRequest } from '../../workload/errors/dominant-request';
import type { PointEstimate } from '../../workload/workload-estimate';
import type { Evaluation } from '../evaluation';
import type { MissingInput } from '../missing-input';
import { thetaRange } from './theta-confidence';

/** With theta known no better than this, to either side (95 %), no pools are recommended. */
export const largestDoubt = 0.5;

/** By what share of theta its 95 % interval reaches to either side: 1 for a single request, 0 where no error is known. */
export function thetaDoubt(estimate: PointEstimate): number {
  const { theta } = estimate;
  return theta === 0 ? 0 : (thetaRange(estimate).high - theta) / theta;
}

/** Why theta is not known well enough to say anything that rests on it; undefined where it is. */
export function thetaUnknown(
  deployment: Pick<Deployment, 'workload' | 'factsRange'>,
  workload: Evaluation['workload'],
): MissingInput | undefined {
  if (workload?.estimate.kind !== 'point') return undefined;
  const { estimate, origin } = workload;
  const doubt = thetaDoubt(estimate);
  if (doubt <= largestDoubt) return undefined;
  const dominant = origin.kind === 'trace' ? origin.trace.summary.dominant : undefined;
  const message =
    estimate.requests === 1
      ? 'theta rests on a single request, which says nothing of the next'
      : `theta is only known to ± ${formatShare(doubt)} (95 %)${dominant ? `: ${dominantWords(dominant)}` : ', give a longer trace'}`;
  return { message, range: workloadPlace(deployment), templated: false };
}

/** `line 11 of the trace carries 99.8 % of it (300 + 1,000,000 tokens), and without that request it is 726`. */
export function dominantWords({ line, prefill, decode, share, thetaWithout }: DominantRequest): string {
  return `line ${formatCount(line)} of the trace carries ${shareWords(share)} of it (${formatCount(prefill)} + ${formatCount(decode)} tokens), and without that request it is ${formatNumber(thetaWithout)}`;
}

/** A share of nearly all, not as 100 %. */
function shareWords(share: number): string {
  return share > 0.995 ? 'over 99 %' : formatShare(share);
}

/** Where the manifest says what its workload is. */
export function workloadPlace({ workload, factsRange }: Pick<Deployment, 'workload' | 'factsRange'>): TextRange {
  return workload?.trace?.path.site ?? workload?.statistics?.keyRange ?? factsRange;
}
