import type { Evaluation } from '../evaluation/evaluation';
import { largestRequestOf } from '../evaluation/memory-use';
import type { OfferedLoad } from '../evaluation/offered-load';
import { leastOfferedLoad, type NoSchedule, ordersCompared, type RequestOrder } from '../evaluation/request-order';
import type { Deployment } from '../manifest/deployment';
import type { PolicyResult } from '../scheduling/study';
import {
  formatCount,
  formatGain,
  formatNumber,
  formatRatioValue,
  formatTime,
  quote,
  secondsPerUnit,
} from '../text/format';
import type { Explanation } from './explanation';
import { orderNames, ordersMadeOf } from './request-order-words';

/** How much requests wait for KV cache, what their order makes of it, and what it does not change: for the hover on a scheduler. */
export function explainRequestOrder(deployment: Deployment, evaluation: Evaluation, order: RequestOrder): Explanation {
  const { offeredLoad, schedule } = order;
  const rows = schedule.kind === 'ready' ? schedule.value.results.map((result) => row(result, order)) : [];
  return {
    headline: headline(order),
    table: rows.length > 0 ? { header: ['order', 'mean steps', ''], rows } : undefined,
    derivation: [
      ...(offeredLoad
        ? [sum(offeredLoad, deployment), inputs(offeredLoad, deployment, evaluation)]
        : missing(deployment, evaluation)),
      largestLine(offeredLoad, evaluation),
      studyLine(deployment, order),
      'The order does not change theta, so the ratio stands.',
    ].filter((line) => line !== ''),
    evidence: [],
  };
}

function headline(order: RequestOrder): string {
  const { offeredLoad, schedule } = order;
  if (!offeredLoad) return '**Offered load unknown**';
  const known = `**Offered load ${formatRatioValue(offeredLoad.rho)}** (${formatRatioValue(offeredLoad.low)} to ${formatRatioValue(offeredLoad.high)})`;
  const compared = ordersCompared(order);
  if (compared && compared.now !== compared.byVolume) {
    return `${known} · ${orderNames.svf} changes the mean by ${formatGain(-compared.gain)}`;
  }
  if (schedule.kind !== 'none') return known;
  // Within the errors an order may keep up after all.
  const doubt = schedule.why === 'overloaded' && offeredLoad.low <= 1 ? 'as predicted ' : '';
  return `${known} · ${doubt}${verdicts[schedule.why]}`;
}

const verdicts: Readonly<Record<NoSchedule, string>> = {
  'unknown load': 'not known',
  calm: 'the order of requests hardly matters here',
  overloaded: 'no order keeps up',
  'waits for slots': 'requests wait for slots of the batch, not for KV cache',
  'unknown order': 'the order matters, but it is not known',
  'no arrivals': 'the order matters, but there is no trace with arrival times to try it on',
  'nobody computes': 'the order matters',
};

function row(result: PolicyResult, { policy, offeredLoad }: RequestOrder): readonly [string, string, string] {
  const { meanSteps, p99Steps, boundRatio } = result;
  const here = result.policy === policy ? ', as configured' : '';
  const time = offeredLoad ? ` (${formatTime(meanSteps * offeredLoad.stepSeconds, 's')})` : '';
  return [
    `${orderNames[result.policy]}${here}`,
    `${formatCount(meanSteps)}${time}`,
    `p99 ${formatCount(p99Steps)}; mean at most ${formatRatioValue(boundRatio)} × the best possible`,
  ];
}

function sum({ rho, requestRate, stepSeconds, meanVolume, kvTokens }: OfferedLoad, { attention }: Deployment): string {
  const share = `${formatNumber(requestRate)} / ${attention!.workers}`;
  return `rho = lambda / x × t × E[volume] / M = ${share} × ${formatTime(stepSeconds, 's')} × ${formatNumber(meanVolume)} / ${formatCount(kvTokens.tokens)} = ${formatRatioValue(rho)}`;
}

/** Where each number of the sum comes from. */
function inputs(
  { rateStated, kvTokens, inFlight }: OfferedLoad,
  deployment: Deployment,
  { workload }: Evaluation,
): string {
  const trace = workload?.origin.kind === 'trace' ? quote(workload.origin.reference) : 'the `statistics`';
  const isLaunch = deployment.launches.length > 0;
  const rate = rateStated ? (isLaunch ? '`request-rate` of the comment' : '`requestRate`') : trace;
  const tokens = kvTokens.stated
    ? isLaunch
      ? '`kv-tokens` of the comment'
      : '`kvTokens`'
    : `the memory of ${quote(deployment.hardware.attentionDevice?.value ?? '')}`;
  return `lambda per second from ${rate}, volume P D + D (D + 1) / 2 from ${trace}, M from ${tokens}, t at ${formatNumber(inFlight)} requests in flight per worker`;
}

function missing(deployment: Deployment, { sizing, profile, workload }: Evaluation): readonly string[] {
  const isPoint = workload?.estimate.kind === 'point';
  const inSeconds = profile && secondsPerUnit(profile.timeUnit) !== undefined;
  const hasRate =
    deployment.workload?.requestRate !== undefined ||
    (workload?.origin.kind === 'trace' && workload.origin.trace.summary.requestRate !== undefined);
  const isLaunch = deployment.launches.length > 0;
  const rate = `${isLaunch ? '`request-rate=` in a comment `# afd-lens:`' : '`workload.requestRate`'}, or a trace with arrival times`;
  const cache = isLaunch
    ? 'the tokens that the KV cache of an attention worker holds: `kv-tokens=` in a comment `# afd-lens:`'
    : '`scheduler.kvTokens`, or model and device';
  const needs = [
    ...(isPoint ? [] : ['a workload whose theta is known']),
    ...(hasRate ? [] : [`how often requests come: ${rate}`]),
    ...(inSeconds ? [] : ['a latency profile in seconds']),
    ...(sizing?.point.microbatches === undefined ? ['the number of microbatches'] : []),
    ...(deployment.scheduler.kvTokens ? [] : [cache]),
  ];
  return needs.length > 0 ? [`It takes ${needs.join('; ')}.`] : [];
}

function largestLine(offeredLoad: OfferedLoad | undefined, { workload }: Evaluation): string {
  const theta = workload?.estimate.kind === 'point' ? `theta ${formatNumber(workload.estimate.theta)}` : '';
  const largest = workload && largestRequestOf(workload.origin);
  if (!offeredLoad || largest === undefined) return theta;
  const alpha = `largest request ${formatCount(largest)} tokens, ${formatNumber(Number((largest / offeredLoad.kvTokens.tokens).toPrecision(2)))} of M`;
  return theta === '' ? alpha : `${theta} · ${alpha}`;
}

function studyLine({ attention }: Deployment, order: RequestOrder): string {
  const { offeredLoad, schedule } = order;
  switch (schedule.kind) {
    case 'computing':
      return 'The orders are being compared.';
    case 'failed':
      return `The orders could not be compared: ${quote(schedule.why)}; the log says more.`;
    case 'none':
      return schedule.why === 'calm' ? `No order was tried: below ${leastOfferedLoad} the cache is seldom full.` : '';
    case 'ready': {
      const compared = ordersCompared(order);
      if (compared) return ordersMadeOf(compared, attention!.workers);
      const local = schedule.value.offeredLoad;
      return local === undefined || !offeredLoad
        ? ''
        : `Nothing is concluded: the first ${formatCount(schedule.value.requests)} requests come at an offered load of ${formatRatioValue(local)}, unlike all of them.`;
    }
  }
}
