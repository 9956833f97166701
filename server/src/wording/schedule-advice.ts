import { leastOfferedLoad, leastOrderGain } from '../evaluation/request-order';
import type { PolicyName } from '../scheduling/policies';
import type { PolicyResult, SchedulingStudy } from '../scheduling/study';
import { formatCount, formatGain, formatNumber } from '../text/format';

/** Orders closer than this are as good as each other. */
const alike = 0.02;

/** What a burst does not tell. */
const burstOnly =
  'This is for a burst, in which all wait at once: the gain vanishes where the cache is seldom full. --mode online takes arrival times into account.';

/** What an engine can sort by: one number for each request. */
const sortKeys: Partial<Record<PolicyName, string>> = {
  svf: 'volume P D + D (D + 1) / 2',
  total: 'total P + D',
  spf: 'prompt P',
  sf: 'decode steps D',
};

/** What to do about the order of requests, and whether it is worth it, in sentences. */
export function scheduleAdvice(study: SchedulingStudy, predictionNoise: number): readonly string[] {
  const { offeredLoad, kvTokens, mode, results } = study;
  if (offeredLoad !== undefined && offeredLoad > 1) {
    return [
      `No order keeps up: rho ${formatNumber(offeredLoad)} is above 1, so more arrives than the cache can hold, and the wait grows for as long as that lasts.`,
      `It takes more than ${formatCount(roundedUp(offeredLoad * kvTokens))} KV tokens (${formatGain(offeredLoad - 1)}), or fewer requests.`,
    ];
  }
  const fcfs = results.find(({ policy }) => policy === 'fcfs');
  const others = results.filter(({ policy }) => policy !== 'fcfs');
  if (fcfs === undefined) return ['Nothing is proposed without fcfs to compare with: add it to --policy.'];
  if (others.length === 0) return ['Nothing is proposed: no other order was run.'];
  const best = lowestMean(others);
  const isCalm = offeredLoad !== undefined && offeredLoad < leastOfferedLoad;
  if (!gains(fcfs, best)) {
    const why = isCalm
      ? `rho ${formatNumber(offeredLoad)} is below ${leastOfferedLoad}: the cache is seldom full. `
      : '';
    const result =
      best.meanSteps < fcfs.meanSteps
        ? `The best, ${best.policy}, changes the mean by ${change(fcfs.meanSteps, best.meanSteps)} and the p99 by ${change(fcfs.p99Steps, best.p99Steps)}`
        : 'No order has a lower mean than fcfs';
    return [`The order hardly matters here. ${why}${result}; keep fcfs.`];
  }
  const bursts = isCalm
    ? [
        `rho is only ${formatNumber(offeredLoad)} over the whole span, yet the order matters: requests arrive in bursts that fill the cache.`,
      ]
    : [];
  return [...bursts, ...proposal(fcfs, others, best, predictionNoise), ...(mode === 'burst' ? [burstOnly] : [])];
}

function proposal(
  fcfs: PolicyResult,
  others: readonly PolicyResult[],
  best: PolicyResult,
  predictionNoise: number,
): readonly string[] {
  const sortable = others.filter(({ policy }) => sortKeys[policy] !== undefined);
  const lowest = sortable.length > 0 ? lowestMean(sortable) : undefined;
  const svf = sortable.find(({ policy }) => policy === 'svf');
  const chosen = svf && lowest && svf.meanSteps <= lowest.meanSteps * (1 + alike) ? svf : lowest;
  if (chosen === undefined || !gains(fcfs, chosen)) {
    return [`${figures(fcfs, best)}, but no engine that we know of accepts this order.`];
  }
  const key = sortKeys[chosen.policy]!;
  const better = best.meanSteps < chosen.meanSteps * (1 - alike);
  return [
    `${figures(fcfs, chosen)}.`,
    `vLLM accepts this order: '--scheduling-policy priority', and with each request its ${key} as 'priority'; lower goes first.`,
    ...(chosen.p99Steps > fcfs.p99Steps * (1 + alike) ? ['The slowest 1 % wait longer for it.'] : []),
    ...(better
      ? [
          `${best.policy} has a mean of ${formatNumber(best.meanSteps)} steps, but no engine that we know of accepts it.`,
        ]
      : []),
    ...(chosen.policy !== 'spf' && predictionNoise === 0
      ? ['D has to be predicted; these figures take it as known, and --prediction-noise shows what errors cost.']
      : []),
  ];
}

function figures(fcfs: PolicyResult, result: PolicyResult): string {
  const step = (from: number, to: number): string =>
    `${formatNumber(from)} to ${formatNumber(to)} steps (${change(from, to)})`;
  return `${result.policy} instead of fcfs takes the mean from ${step(fcfs.meanSteps, result.meanSteps)} and the p99 from ${step(fcfs.p99Steps, result.p99Steps)}`;
}

/** To three significant digits, as the requests of a trace tell no more. */
function roundedUp(tokens: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(tokens)) - 2);
  return Math.ceil(tokens / unit - 1e-9) * unit;
}

function gains(fcfs: PolicyResult, { meanSteps }: PolicyResult): boolean {
  return meanSteps <= fcfs.meanSteps * (1 - leastOrderGain);
}

function change(from: number, to: number): string {
  return formatGain(to / from - 1);
}

function lowestMean(results: readonly PolicyResult[]): PolicyResult {
  return results.reduce((best, result) => (result.meanSteps < best.meanSteps ? result : best));
}
