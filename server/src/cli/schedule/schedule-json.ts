import { modelVersion, schemaVersion } from '../../report/explanation-json';
import type { PolicyResult } from '../../scheduling/study';
import type { ScheduleReport, StepFacts } from './schedule-report';

/** The machine-readable study; docs/command-line.md lists its keys and units. What is unknown is null. */
export function scheduleJson(report: ScheduleReport) {
  const { file, summary, study, step } = report;
  return {
    schemaVersion,
    modelVersion,
    file,
    requests: study.requests,
    neverAdmitted: study.neverAdmitted,
    kvTokens: study.kvTokens,
    mode: study.mode,
    offeredLoad: study.offeredLoad ?? null,
    // Its first name, which readers of the JSON may still ask for.
    backlog: study.offeredLoad ?? null,
    theta: study.results[0]?.theta ?? null,
    alpha: report.largestAdmitted / study.kvTokens,
    lowerBoundMeanSteps: study.lowerBoundMeanSteps,
    policies: study.results.map(policyJson),
    notRun: study.notRun,
    inputs: {
      format: summary.format,
      requestsInTrace: summary.moments.n,
      requestsTaken: report.taken,
      withoutArrival: report.withoutArrival,
      skipped: { ...summary.skipped, first: summary.skipped.first ?? null },
      largestRequest: report.largest,
      predictionNoise: report.predictionNoise,
      ageingSteps: report.ageingSteps ?? null,
      seed: report.seed,
      step: step ? stepJson(step) : null,
    },
  };
}

function policyJson({ policy, theta: _, seconds, ...steps }: PolicyResult) {
  return { policy, ...steps, seconds: seconds ?? null };
}

function stepJson(step: StepFacts) {
  if (step.kind === 'time') return { seconds: step.seconds, profile: null };
  const { profile, pools, microbatches, meanSeconds } = step;
  const { id, calibration, source, relativeError, errorStated } = profile;
  return {
    seconds: meanSeconds ?? null,
    profile: { id, calibration, source: source ?? null, relativeError, errorStated },
    pools: { attention: pools.attention, ffn: pools.ffn },
    microbatches,
  };
}
