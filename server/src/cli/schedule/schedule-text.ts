import type { LatencyProfile } from '../../latency/latency-profile';
import type { PolicyResult } from '../../scheduling/study';
import { columns } from '../../text/columns';
import {
  formatCount,
  formatCounted,
  formatGain,
  formatNumber,
  formatPools,
  formatRatioValue,
  formatShare,
  formatTime,
  plainLine,
  quote,
} from '../../text/format';
import { errorText } from '../../wording/evidence';
import { scheduleAdvice } from '../../wording/schedule-advice';
import { rowsUsed } from '../../wording/workload-explanation';
import type { ScheduleReport, StepFacts } from './schedule-report';

/** A study of request orders for a terminal: what was scheduled, the bound, the table, and what to do. */
export function scheduleText(report: ScheduleReport): string {
  const { file, study, predictionNoise } = report;
  const when = study.mode === 'burst' ? 'all there at once' : 'known when they arrive';
  const lines = [
    `${file}: ${formatCounted(study.requests, 'request')}, ${when}, in ${formatCount(study.kvTokens)} KV tokens`,
    '',
    ...columns(facts(report).map(([name, words]) => [`  ${name}`, words])),
    '',
    ...table(study.results),
    ...study.notRun.map(({ policy, why }) => `${policy} was not run: ${why}`),
    '',
    ...neverAdmitted(report),
    ...scheduleAdvice(study, predictionNoise),
    ...moreWorkers(report),
  ];
  return `${lines.map(plainLine).join('\n')}\n`;
}

type Fact = readonly [name: string, words: string];

function facts(report: ScheduleReport): readonly Fact[] {
  const { study, step, largestAdmitted, predictionNoise, ageingSteps, seed } = report;
  const { kvTokens, offeredLoad, results, lowerBoundMeanSteps } = study;
  const theta = results[0]?.theta;
  return [
    ['trace', traceWords(report)],
    ...leftOut(report),
    [
      'KV cache',
      `M = ${formatCount(kvTokens)} tokens; the largest request takes ${formatCount(largestAdmitted)} of them, alpha ${formatRatioValue(largestAdmitted / kvTokens)}`,
    ],
    ...(step ? stepFacts(step, kvTokens) : []),
    ...(offeredLoad === undefined
      ? []
      : [['rho', `${formatNumber(offeredLoad)}, demand over capacity: lambda E[volume] / M`] as const]),
    ...(theta === undefined
      ? []
      : [
          [
            'theta',
            `${formatNumber(theta)} tokens per request in flight under every order, so the best ratio of the pools stays`,
          ] as const,
        ]),
    ['lower bound', `no order has a mean below ${formatNumber(lowerBoundMeanSteps)} steps`],
    [
      'lengths',
      predictionNoise === 0
        ? 'known when a request arrives'
        : `of decodes predicted with a deviation of ${formatNumber(predictionNoise)} in the logarithm, seed ${seed}`,
    ],
    ...(ageingSteps === undefined
      ? []
      : [['ageing', `who waited ${formatCounted(ageingSteps, 'step')} goes before all who did not`] as const]),
  ];
}

function traceWords({ summary, taken, cutByLimit }: ScheduleReport): string {
  const all = summary.moments.n;
  const part =
    taken === all
      ? formatCounted(all, 'request')
      : `the first ${formatCount(taken)} of ${formatCounted(all, 'request')}${cutByLimit ? `; '--requests ${all}' takes all` : ''}`;
  return `${summary.format}, ${part}; ${rowsUsed(summary.skipped)}`;
}

function leftOut({ study: { neverAdmitted }, withoutArrival }: ScheduleReport): readonly Fact[] {
  return [
    ...(neverAdmitted === 0
      ? []
      : [['left out', `${formatCounted(neverAdmitted, 'request')} larger than the KV cache`] as const]),
    ...(withoutArrival === 0
      ? []
      : [['left out', `${formatCounted(withoutArrival, 'request')} without an arrival time`] as const]),
  ];
}

/** Prominent, as no order helps them. */
function neverAdmitted({ study, largest }: ScheduleReport): readonly string[] {
  const { neverAdmitted: count, requests, kvTokens } = study;
  if (count === 0) return [];
  return [
    `${formatCounted(count, 'request')} of ${formatCount(requests + count)} can never be admitted, in any order: more than ${formatCount(kvTokens)} tokens, up to ${formatCount(largest)}. All of this is about the others.`,
  ];
}

function stepFacts(step: StepFacts, kvTokens: number): readonly Fact[] {
  if (step.kind === 'time') return [['step', `${formatTime(step.seconds, 's')}, as given`]];
  const { profile, pools, microbatches, meanSeconds } = step;
  const source = profile.source ? `, from ${quote(profile.source)}` : '';
  return [
    [
      'worker',
      `M and the trace are those of one attention worker of ${formatPools(pools)}, ${formatCounted(microbatches, 'microbatch', 'microbatches')} in flight; waiting for slower workers is not counted`,
    ],
    ['profile', `${quote(profile.id)}, ${profile.calibration}, error of a stage time ${errorText(profile)}${source}`],
    ...calibration(profile, kvTokens / microbatches),
    ...(meanSeconds === undefined
      ? []
      : [
          [
            'step',
            `${formatTime(meanSeconds, 's')} at the mean load, by Little's law; arrivals are counted in such steps`,
          ] as const,
        ]),
  ];
}

/** `full`: the KV tokens of a microbatch while the cache is full. */
function calibration({ ranges: { tokenLoad } }: LatencyProfile, full: number): readonly Fact[] {
  if (tokenLoad === undefined) return [];
  const outside = full < tokenLoad.low || full > tokenLoad.high ? ', so seconds are extrapolated' : '';
  return [
    [
      'calibrated',
      `for ${formatCount(tokenLoad.low)} to ${formatCount(tokenLoad.high)} KV tokens of a microbatch; a full cache makes ${formatCount(full)}${outside}`,
    ],
  ];
}

function table(results: readonly PolicyResult[]): readonly string[] {
  const fcfs = results.find(({ policy }) => policy === 'fcfs');
  const inSeconds = results.some(({ seconds }) => seconds !== undefined);
  const header = [
    'policy',
    'mean',
    ...(fcfs ? ['against fcfs'] : []),
    'p50',
    'p99',
    'makespan',
    ...(inSeconds ? ['mean', 'p50', 'p99', 'makespan'] : []),
    'KV use',
    'mean against the best order',
  ];
  const rows = results.map(({ policy, seconds, ...result }) => [
    policy,
    formatNumber(result.meanSteps),
    ...(fcfs ? [policy === 'fcfs' ? '' : formatGain(result.meanSteps / fcfs.meanSteps - 1)] : []),
    formatNumber(result.p50Steps),
    formatNumber(result.p99Steps),
    formatNumber(result.makespanSteps),
    ...(inSeconds
      ? [seconds?.mean, seconds?.p50, seconds?.p99, seconds?.makespan].map((time) =>
          time === undefined ? '' : formatTime(time, 's'),
        )
      : []),
    formatShare(result.kvUse),
    `at most ${formatRatioValue(roundedUp(result.boundRatio))} times`,
  ]);
  return [
    `latency from arrival to the last token, in steps${inSeconds ? ', then in time' : ''}; a step decodes a token of every request, prefill takes none`,
    ...columns([header, ...rows]),
  ];
}

/** To two decimals, so that it still bounds. */
function roundedUp(ratio: number): number {
  return Math.ceil(ratio * 100 - 1e-9) / 100;
}

/** Where nothing else helps, how many attention workers it takes. */
function moreWorkers({ study: { offeredLoad }, step }: ScheduleReport): readonly string[] {
  if (offeredLoad === undefined || offeredLoad <= 1 || step?.kind !== 'profile') return [];
  const { attention } = step.pools;
  return [
    `With the requests spread over more workers, ${formatCount(Math.ceil(attention * offeredLoad))} attention workers instead of ${formatCount(attention)} bring rho to about 1.`,
  ];
}
