import type { LatencyProfile } from '../latency/latency-profile';
import type { InputErrors, ThetaError } from '../uncertainty/input-errors';
import { plausibleWorlds, type World } from '../uncertainty/world';
import type { PointEstimate } from '../workload/workload-estimate';
import { KeptAnswers } from './kept-answers';
import { thetaReach95 } from './workload/theta-confidence';

/**
 * What a roofline's cycle times are off by along the ratio: over 27 measured rows they were 8 % too short to 14 % too long.
 * Source: docs/roofline.md.
 */
const rooflineMisfit = 0.07;

/** What a roofline assumes of a device, its efficiencies, is in all parts of a stage time. */
const rooflineTogether = 0.7;

/** What a profile says of its own errors. */
type StatedErrors = Pick<LatencyProfile, 'relativeError' | 'calibration' | 'misfit' | 'slopeErrors'>;

/** Many deployments have the same errors, though other numbers. */
const worldsByErrors = new KeptAnswers<readonly World[]>(64);

/** The plausible worlds of a workload and a profile: theta within its standard error, stage times within theirs. */
export function worldsOf(estimate: PointEstimate, profile: StatedErrors): readonly World[] {
  const errors = inputErrors(estimate, profile);
  return worldsByErrors.get(JSON.stringify(errors), () => plausibleWorlds(errors));
}

/** How far a workload and a profile may be off. */
export function inputErrors(
  estimate: PointEstimate,
  { relativeError, calibration, misfit, slopeErrors }: StatedErrors,
): InputErrors {
  const assumed =
    calibration === 'roofline'
      ? { together: rooflineTogether, misfit: rooflineMisfit }
      : { misfit, slopes: slopeErrors };
  return { theta: thetaError(estimate), stages: relativeError, ...assumed };
}

/** A single request says nothing about its spread. Statistics without a standard error leave theta as stated. */
function thetaError(estimate: PointEstimate): ThetaError {
  const { theta, thetaStandardError, requests, errors } = estimate;
  if (requests === 1 && thetaStandardError === undefined) return { kind: 'one request' };
  const relative = theta === 0 ? 0 : (thetaStandardError ?? 0) / theta;
  const nu = errors && { relative: errors.nu, correlation: errors.thetaNuCorrelation };
  return { kind: 'standard error', relative, reach95: relative === 0 ? 1.96 : thetaReach95(estimate), nu };
}
