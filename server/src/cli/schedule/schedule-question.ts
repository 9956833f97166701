import { burstRequests, offeredLoad, onlineRequests } from '../../evaluation/scheduling-requests';
import { meanStepSeconds, stepLines } from '../../evaluation/step-lines';
import type { SchedulingRequest } from '../../scheduling/request';
import type { SchedulingQuestion, StepLine } from '../../scheduling/study';
import { peak } from '../../scheduling/volume';
import { formatCount, formatCounted } from '../../text/format';
import type { RequestList } from '../../workload/request-list';
import type { TraceSummary } from '../../workload/trace-summary';
import type { ScheduleArguments } from './schedule';
import type { ScheduleReport, StepFacts } from './schedule-report';

/** A question about a trace, and what the report says beside its answer; or why there is none, without a full stop. */
export type PreparedQuestion =
  | { readonly question: SchedulingQuestion; readonly about: Omit<ScheduleReport, 'study'> }
  | { readonly problem: string };

/** Asks how the requests that were read of a trace are best scheduled. */
export function scheduleQuestion(
  asked: ScheduleArguments,
  { summary, list }: { readonly summary: TraceSummary; readonly list: RequestList },
  step: StepFacts | undefined,
): PreparedQuestion {
  const { file, kvTokens, policies, mode, predictionNoise, seed, ageingSteps } = asked;
  const stepTime = step && linesOf(step);
  const timed =
    mode === 'burst' ? { requests: burstRequests(list) } : arriving(list, summary.format, kvTokens, stepTime);
  if ('problem' in timed) return timed;
  const { requests, meanSeconds } = timed;
  const sizes = requests.map(peak);
  const fitting = sizes.filter((size) => size <= kvTokens);
  if (fitting.length === 0) {
    const smallest = sizes.reduce((least, size) => Math.min(least, size));
    return {
      problem: `none of its ${formatCounted(sizes.length, 'request')} fits into ${formatCounted(kvTokens, 'KV token')}; the smallest takes ${formatCount(smallest)}`,
    };
  }
  const taken = list.decode.length;
  return {
    question: { requests, kvTokens, mode, policies, predictionNoise, seed, ageingSteps, stepTime },
    about: {
      file,
      summary,
      taken,
      cutByLimit: asked.requests === undefined && taken < summary.moments.n,
      withoutArrival: taken - requests.length,
      largest: maximum(sizes),
      largestAdmitted: maximum(fitting),
      step: step?.kind === 'profile' ? { ...step, meanSeconds } : step,
      predictionNoise,
      ageingSteps,
      seed,
    },
  };
}

function linesOf(step: StepFacts): readonly StepLine[] | undefined {
  if (step.kind === 'time') return [{ perToken: 0, perRequest: 0, perStep: step.seconds }];
  return stepLines(step.profile, step.pools, step.microbatches);
}

interface Timed {
  readonly requests: readonly SchedulingRequest[];
  /** Seconds of the step in which arrivals are counted. */
  readonly meanSeconds?: number;
}

function arriving(
  list: RequestList,
  format: string,
  kvTokens: number,
  lines: readonly StepLine[] | undefined,
): Timed | { readonly problem: string } {
  const needs = (what: string) => ({ problem: `--mode online needs ${what}` });
  if (list.arrivalSeconds === undefined) {
    return needs(
      `arrival times, and this trace (${format}) has none on one clock; use --mode burst, or a format with times (docs/workload.md)`,
    );
  }
  if (lines === undefined)
    return needs('the time of a step: give --step-time, such as 40ms, or --profile with --pools');
  const load = offeredLoad(list, kvTokens);
  if (load === undefined) {
    return needs('requests that arrive at different times and fit into --kv-tokens; use --mode burst');
  }
  const meanSeconds = meanStepSeconds(lines, load, kvTokens);
  return { requests: onlineRequests(list, meanSeconds), meanSeconds };
}

function maximum(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
