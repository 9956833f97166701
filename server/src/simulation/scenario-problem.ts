import type { Routing } from '../provisioning/cycle/operating-point';
import type { RequestLaw } from './request-law';
import { requestSource } from './request-source';
import type { Scenario } from './scenario';
import { expectedRounds } from './simulate';

/** Ratios outside are refused: beyond them a bundle is no deployment any more. */
export const leastRatio = 1 / 1024;
export const mostRatio = 1024;

/** Worker-steps of a run that takes minutes rather than seconds. */
const MOST_WORKER_STEPS = 5e10;
const MOST_SEED = 2 ** 32 - 1;
/** Fewer requests say too little about a workload to draw a run from them. */
const FEWEST_DRAWN_FROM = 100;

/** Why a scenario cannot be simulated, in one sentence that says what to change; undefined where it can. */
export function scenarioProblem(scenario: Scenario): string | undefined {
  return (
    countsProblem(scenario) ??
    profileProblem(scenario) ??
    ratioProblem(scenario) ??
    lawProblem(scenario.requests) ??
    lengthProblem(scenario)
  );
}

function countsProblem({ batchSize, microbatches, requestsPerWorker, replications, seed, warmUp }: Scenario) {
  const counts = [
    ['The batch size', batchSize],
    ['The number of microbatches', microbatches],
    ['The number of requests per attention worker', requestsPerWorker],
    ['The number of replications', replications],
  ] as const;
  for (const [what, value] of counts) {
    if (!(Number.isSafeInteger(value) && value >= 1)) return `${what} is ${value}; it must be a whole number from 1.`;
  }
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= MOST_SEED)) {
    return `The seed is ${seed}; it must be a whole number from 0 to ${MOST_SEED}.`;
  }
  if (!(warmUp >= 0 && warmUp < 1)) return `The warm-up share is ${warmUp}; it must be from 0 to below 1.`;
  const slots = batchSize * microbatches;
  return requestsPerWorker < slots
    ? `${requestsPerWorker} requests per attention worker are fewer than its ${slots} slots (${microbatches} microbatches of ${batchSize}); simulate at least ${slots}.`
    : undefined;
}

function profileProblem({ latency }: Scenario): string | undefined {
  for (const stage of ['attention', 'communication', 'ffn'] as const) {
    for (const coefficient of ['alpha', 'beta'] as const) {
      const value = latency[stage][coefficient];
      if (!(Number.isFinite(value) && value >= 0)) {
        return `The latency profile's ${stage} ${coefficient} is ${value}; it must not be negative.`;
      }
    }
  }
  const { attention, communication, ffn, attentionCost, ffnCost } = latency;
  const { perRequest = 0, capped = [] } = attention;
  const { experts } = ffn;
  const more = [
    ["attention's time per request", perRequest],
    ...capped.flatMap(({ alpha, tokens }) => [
      ["attention's time per token of capped layers", alpha] as const,
      ["attention's limit of capped layers", tokens] as const,
    ]),
    ["FFN's time to read the experts", experts?.readTime ?? 0],
  ] as const;
  for (const [what, value] of more) {
    if (!(Number.isFinite(value) && value >= 0)) {
      return `The latency profile's ${what} is ${value}; it must not be negative.`;
    }
  }
  for (const routing of [experts, communication.fanOut]) {
    if (routing !== undefined && !isRouting(routing)) {
      return `The latency profile routes a token to ${routing.perToken} of ${routing.count} experts; both must be whole numbers from 1, and no more than there are.`;
    }
  }
  const cappedTime = capped.reduce((time, { alpha, tokens }) => time + alpha * tokens, 0);
  if (attention.alpha + attention.beta + perRequest + cappedTime === 0) {
    return "The latency profile's attention stage takes no time.";
  }
  if (ffn.alpha + ffn.beta + (experts?.readTime ?? 0) === 0) return "The latency profile's FFN stage takes no time.";
  return attentionCost > 0 && ffnCost > 0 ? undefined : 'The costs of the workers must be above 0.';
}

function isRouting({ count, perToken }: Routing): boolean {
  return Number.isSafeInteger(count) && Number.isSafeInteger(perToken) && perToken >= 1 && perToken <= count;
}

function ratioProblem({ pools }: Scenario): string | undefined {
  if (pools.length === 0) return 'There is no ratio to simulate.';
  for (const { attention, ffn } of pools) {
    if (!(Number.isSafeInteger(attention) && Number.isSafeInteger(ffn) && attention >= 1 && ffn >= 1)) {
      return `${attention}A:${ffn}F is no bundle; both counts must be whole numbers from 1.`;
    }
    const ratio = attention / ffn;
    if (ratio < leastRatio || ratio > mostRatio) {
      return `The ratio of ${attention}A:${ffn}F is outside 1/${mostRatio} to ${mostRatio}.`;
    }
  }
  return undefined;
}

function lawProblem(law: RequestLaw): string | undefined {
  switch (law.kind) {
    case 'replay':
    case 'resample': {
      const { prefill, decode } = law.list;
      if (decode.length === 0) return 'There is no request to simulate with.';
      if (prefill.length !== decode.length) return 'Prefill and decode lengths differ in number.';
      return prefill.every((p) => p >= 0) && decode.every((d) => Number.isInteger(d) && d >= 1)
        ? undefined
        : 'A request has a negative prefill length, or a decode length that is not a whole number from 1.';
    }
    case 'geometric':
      return law.meanPrefill >= 1 && law.meanDecode >= 1 ? undefined : 'Geometric lengths have means of at least 1.';
    case 'deterministic':
      return law.prefill >= 0 && Number.isInteger(law.decode) && law.decode >= 1
        ? undefined
        : 'The decode length must be a whole number from 1 and the prefill length not negative.';
    case 'lognormal':
      return lognormalProblem(law);
  }
}

function lognormalProblem(law: Extract<RequestLaw, { kind: 'lognormal' }>): string | undefined {
  const { meanPrefill, meanDecode, deviationPrefill, deviationDecode, correlation } = law;
  if (!(meanPrefill >= 0 && meanDecode >= 1 && deviationPrefill >= 0 && deviationDecode >= 0)) {
    return 'Lognormal lengths need means of at least 0 (prefill) and 1 (decode), and deviations that are not negative.';
  }
  if (meanPrefill === 0) return undefined;
  // The widest range of correlations: logarithms that rise, or fall, together.
  const [p, d] = [deviationPrefill / meanPrefill, deviationDecode / meanDecode];
  const reach = Math.sqrt(Math.log1p(p * p) * Math.log1p(d * d));
  const [low, high] = p * d === 0 ? [0, 0] : [Math.expm1(-reach) / (p * d), Math.expm1(reach) / (p * d)];
  return correlation >= low - 1e-9 && correlation <= high + 1e-9
    ? undefined
    : `Lognormal lengths with these means and deviations cannot have the correlation ${correlation.toPrecision(3)}, only ${low.toPrecision(3)} to ${high.toPrecision(3)}.`;
}

function lengthProblem(scenario: Scenario): string | undefined {
  const { requests, pools, requestsPerWorker, batchSize, microbatches, replications } = scenario;
  if (requests.kind === 'resample' && requests.list.decode.length < FEWEST_DRAWN_FROM) {
    const { length } = requests.list.decode;
    return `The trace has ${length} ${length === 1 ? 'request' : 'requests'}, too short to draw a run of ${requestsPerWorker} per attention worker from; give a trace of at least ${FEWEST_DRAWN_FROM}.`;
  }
  const workers = pools.reduce((most, { attention }) => Math.max(most, attention), 0);
  if (requests.kind === 'replay') {
    const slots = batchSize * microbatches;
    const perWorker = Math.max(requestsPerWorker, Math.ceil(0.8 * requestsPerWorker) + slots);
    const [needed, available] = [perWorker * workers, requests.list.decode.length];
    if (available < needed) {
      return `The trace has ${available} requests, but replaying ${requestsPerWorker} per attention worker at up to ${workers} workers takes ${needed}; simulate fewer requests or smaller ratios, or resample the trace.`;
    }
  }
  const rounds = expectedRounds(scenario, requestSource(requests).meanDecode);
  const steps = pools.reduce((sum, { attention }) => sum + attention, 0) * microbatches * rounds * replications;
  return steps > MOST_WORKER_STEPS
    ? `This run would take ${steps.toPrecision(2)} steps of attention workers, more than ${MOST_WORKER_STEPS}; simulate fewer requests, ratios or replications.`
    : undefined;
}
