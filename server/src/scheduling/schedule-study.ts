import type { Admissions } from './admit-in-order';
import { admitInOrder } from './admit-in-order';
import { latencyLowerBound } from './lower-bound';
import type { PolicyName } from './policies';
import { policyQueue } from './policy-queue';
import { predictedRequests } from './predicted-requests';
import type { LinearSolver } from './published/linear-program';
import type { SchedulingRequest } from './request';
import { scheduleTheta } from './stretches';
import type { LatencySeconds, PolicyResult, SchedulingQuestion, SchedulingStudy, StepLine } from './study';
import { peak, volume } from './volume';
import type { Refusal } from './waiting-queue';
import { wallClock } from './wall-clock';

/**
 * What each policy makes of the requests: exact schedules, statistics of their latencies, and a bound that no order beats.
 * Requests that need more than M tokens are left out and counted. Arrivals are rounded up to whole steps; in a burst all
 * are at step 0, in the order of their arrivals. Policies that need a linear program run only with a solver.
 */
export function scheduleStudy(question: SchedulingQuestion, solve?: LinearSolver): SchedulingStudy {
  const { kvTokens, mode } = question;
  const requests = schedulable(question);
  const lowerBound = latencyLowerBound(requests, kvTokens);
  const predicted = predictedRequests(requests, question);
  const results: PolicyResult[] = [];
  const notRun: { policy: PolicyName; why: string }[] = [];
  for (const policy of requests.length > 0 ? question.policies : []) {
    const admissions = admissionsOf(policy, { question, requests, predicted, solve });
    if ('why' in admissions) notRun.push({ policy, why: admissions.why });
    else results.push(policyResult(policy, { requests, admissions, question, lowerBound }));
  }
  return {
    requests: requests.length,
    neverAdmitted: question.requests.length - requests.length,
    kvTokens,
    largeShare: requests.filter((request) => peak(request) > kvTokens / 10).length / Math.max(1, requests.length),
    mode,
    offeredLoad: mode === 'online' ? offeredLoadOf(requests, kvTokens) : undefined,
    lowerBoundMeanSteps: requests.length > 0 ? lowerBound / requests.length : 0,
    results,
    notRun,
  };
}

/** The requests that M can hold, by arrival in whole steps. */
function schedulable({ requests, kvTokens, mode }: SchedulingQuestion): readonly SchedulingRequest[] {
  const sorted = requests.filter((request) => peak(request) <= kvTokens).sort((a, b) => a.arrival - b.arrival);
  return sorted.map((request) => ({ ...request, arrival: mode === 'burst' ? 0 : Math.ceil(request.arrival) }));
}

interface Run {
  readonly question: SchedulingQuestion;
  readonly requests: readonly SchedulingRequest[];
  readonly predicted: readonly SchedulingRequest[];
  readonly solve: LinearSolver | undefined;
}

function admissionsOf(policy: PolicyName, { question, requests, predicted, solve }: Run): Admissions | Refusal {
  const { kvTokens, ageingSteps } = question;
  const queue = policyQueue(policy, predicted, kvTokens, solve);
  return 'why' in queue ? queue : admitInOrder({ requests, kvTokens, ageingSteps }, queue);
}

interface Outcome {
  readonly requests: readonly SchedulingRequest[];
  readonly admissions: Admissions;
  readonly question: SchedulingQuestion;
  readonly lowerBound: number;
}

function policyResult(policy: PolicyName, outcome: Outcome): PolicyResult {
  const { requests, admissions, question, lowerBound } = outcome;
  const { starts } = admissions;
  const latencies = Float64Array.from(requests, ({ arrival, decode }, i) => starts[i]! + decode - arrival).sort();
  const sum = latencies.reduce((total, value) => total + value, 0);
  const makespanSteps = lastEnd(requests, admissions) - requests[0]!.arrival;
  return {
    policy,
    meanSteps: sum / requests.length,
    p50Steps: percentile(latencies, 0.5),
    p99Steps: percentile(latencies, 0.99),
    makespanSteps,
    kvUse: totalVolume(requests) / (question.kvTokens * makespanSteps),
    boundRatio: sum / lowerBound,
    theta: scheduleTheta(requests, admissions),
    seconds: question.stepTime && latencySeconds(requests, admissions, question.stepTime),
  };
}

function latencySeconds(
  requests: readonly SchedulingRequest[],
  admissions: Admissions,
  lines: readonly StepLine[],
): LatencySeconds {
  const clock = wallClock(requests, admissions, lines);
  const { starts } = admissions;
  const latencies = Float64Array.from(
    requests,
    (request, i) => clock(starts[i]! + request.decode) - clock(request.arrival),
  );
  latencies.sort();
  return {
    mean: latencies.reduce((total, value) => total + value, 0) / latencies.length,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    makespan: clock(lastEnd(requests, admissions)),
  };
}

function lastEnd(requests: readonly SchedulingRequest[], { starts, byEnd }: Admissions): number {
  const last = byEnd[byEnd.length - 1]!;
  return starts[last]! + requests[last]!.decode;
}

/** The smallest value that at least a share `p` of the values do not exceed. */
function percentile(ascending: Float64Array, p: number): number {
  return ascending[Math.ceil(p * ascending.length) - 1]!;
}

function totalVolume(requests: readonly SchedulingRequest[]): number {
  return requests.reduce((sum, request) => sum + volume(request), 0);
}

/** lambda E[volume]/M, with lambda the n - 1 arrivals after the first one per step of their span; undefined without a span. */
function offeredLoadOf(requests: readonly SchedulingRequest[], kvTokens: number): number | undefined {
  const [first, last] = [requests[0], requests[requests.length - 1]];
  if (!first || !last || first.arrival === last.arrival) return undefined;
  const lambda = (requests.length - 1) / (last.arrival - first.arrival);
  return (lambda * totalVolume(requests)) / requests.length / kvTokens;
}
