import type { ScheduleReport } from '../../../server/src/cli/schedule/schedule-report';
import type { PolicyName } from '../../../server/src/scheduling/policies';
import type { PolicyResult, SchedulingStudy } from '../../../server/src/scheduling/study';
import { summaryOf } from '../../workload/trace-fixture';

/** A policy's result with the latencies that a test is about. */
export function resultOf(policy: PolicyName, meanSteps: number, p99Steps: number): PolicyResult {
  return {
    policy,
    meanSteps,
    p50Steps: meanSteps / 2,
    p99Steps,
    makespanSteps: 6000,
    kvUse: 0.83,
    boundRatio: meanSteps / 700,
    theta: 599,
    seconds: undefined,
  };
}

/** A burst with these results. */
export function studyOf(results: readonly PolicyResult[], changes: Partial<SchedulingStudy> = {}): SchedulingStudy {
  return {
    requests: 600,
    neverAdmitted: 0,
    kvTokens: 16_492,
    largeShare: 0,
    mode: 'burst',
    offeredLoad: undefined,
    lowerBoundMeanSteps: 700,
    results,
    notRun: [],
    ...changes,
  };
}

/** As in the reference: long prompts with short outputs among chats. */
export const mixedStudy = studyOf([
  resultOf('fcfs', 2941, 5678),
  resultOf('sf', 2253, 6261),
  resultOf('svf', 875, 5329),
  resultOf('sorted-f', 923, 5830),
]);

/** A report about a study of `chat.csv`. */
export function reportOf(study: SchedulingStudy, changes: Partial<ScheduleReport> = {}): ScheduleReport {
  const taken = study.requests + study.neverAdmitted;
  return {
    file: 'chat.csv',
    summary: summaryOf(
      Array.from({ length: taken }, () => [60, 200] as const),
      { format: 'BurstGPT', largestRequest: 4000 },
    ),
    taken,
    cutByLimit: false,
    withoutArrival: 0,
    largest: 4000,
    largestAdmitted: 4000,
    study,
    step: undefined,
    predictionNoise: 0,
    ageingSteps: undefined,
    seed: 1,
    ...changes,
  };
}
