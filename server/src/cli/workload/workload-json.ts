import { modelVersion, schemaVersion } from '../../report/explanation-json';
import { statisticsOfTrace } from '../../workload/statistics-of-trace';
import type { WorkloadReport } from './workload-report';

/**
 * The machine-readable workload; docs/command-line.md lists its keys and units. What the trace does not determine is
 * null.
 */
export function workloadJson({ file, summary, estimate, spread, confidence }: WorkloadReport) {
  const { format, moments, largestRequest, skipped, spanSeconds, requestRate } = summary;
  return {
    schemaVersion,
    modelVersion,
    file,
    format,
    requests: moments.n,
    largestRequest,
    skipped: {
      failed: skipped.failed,
      malformed: skipped.malformed,
      zeroDecode: skipped.zeroDecode,
      first: skipped.first ?? null,
    },
    spanSeconds: spanSeconds ?? null,
    requestsPerSecond: requestRate ?? null,
    meanPrefill: estimate.meanPrefill,
    meanDecode: estimate.meanDecode,
    variancePrefill: spread.variancePrefill,
    varianceDecode: spread.varianceDecode,
    covariance: estimate.covariance ?? null,
    correlation: spread.correlation ?? null,
    theta: estimate.theta,
    thetaStandardError: estimate.thetaStandardError ?? null,
    theta95: confidence ?? null,
    nu: estimate.nu ?? null,
    errors: summary.errors ?? null,
    dominantRequest: summary.dominant ?? null,
    drift: summary.drift ?? null,
    periods: summary.periods,
    lastArrival: summary.lastArrival === undefined ? null : new Date(summary.lastArrival * 1000).toISOString(),
    unorderedArrivals: summary.unorderedArrivals,
    mixedZones: summary.mixedZones,
    statistics: statisticsOfTrace(summary),
  };
}
