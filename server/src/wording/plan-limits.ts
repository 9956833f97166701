import type { DeploymentPlan } from '../evaluation/plan-deployment';
import type { Deployment } from '../manifest/deployment';
import { formatCount, formatNumber, formatRatioValue, formatTime, quote, secondsPerUnit } from '../text/format';
import { listed } from '../text/words';

/** What a joint choice was searched under: a name and a line for each limit, those that are not known included. */
export function planLimits(deployment: Deployment, plan: DeploymentPlan): readonly (readonly [string, string])[] {
  const { microbatches } = plan.question;
  return [
    ['pools', poolWords(deployment, plan)],
    ['microbatches', listed(microbatches, 'or')],
    ['batch size', batchWords(deployment, plan)],
    ['memory', memoryWords(deployment, plan)],
    ['objectives', objectiveWords(deployment, plan)],
  ];
}

function poolWords({ topology }: Deployment, { question, evenExperts }: DeploymentPlan): string {
  const { limits, nodeSize = 1 } = question;
  const { attentionStep, ffnStep, minRatio, maxRatio } = limits;
  const parts = [
    nodeSize > 1 ? `whole nodes of ${formatCount(nodeSize)} workers` : '',
    attentionStep > 1 ? `attention in steps of ${formatCount(attentionStep)}` : '',
    ffnStep > 1 ? `FFN in steps of ${formatCount(ffnStep)}` : '',
    minRatio === undefined || maxRatio === undefined
      ? ''
      : `ratios of ${formatRatioValue(minRatio)} to ${formatRatioValue(maxRatio)}, as calibrated`,
    topology ? `as ${topology.by} accepts them` : '',
    evenExperts === undefined || topology?.ffnDivides !== undefined
      ? ''
      : `FFN counts that divide ${formatCount(evenExperts)} experts, which \`--any-ffn\` lifts`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'of any sizes' : parts.join('; ');
}

function batchWords(deployment: Deployment, { question, batchBasis, profile }: DeploymentPlan): string {
  const { low, high } = question.batchSizes;
  const hasObjective = question.objectives?.tpot !== undefined || question.objectives?.ttft !== undefined;
  const range = `${formatNumber(low)} to ${formatNumber(high)}`;
  switch (batchBasis) {
    case 'calibrated':
      return `${range}, as calibrated`;
    case 'bounded':
      if (!hasObjective) return 'as large as memory allows';
      return `as large as ${question.memory ? 'memory and ' : ''}objectives allow`;
    case 'horizon':
      return `held at ${formatNumber(high)}: theta over the stated horizon is that of this batch size`;
    case 'unbounded':
      return `held at ${formatNumber(high)}: nothing known bounds it; ${whatBounds(deployment, profile)} would`;
  }
}

function whatBounds({ launches }: Deployment, { timeUnit }: DeploymentPlan['profile']): string {
  if (launches.length > 0) return '`calibratedRanges` in the profile';
  return secondsPerUnit(timeUnit) === undefined ? '`device` with `model`' : '`device` with `model`, or `slo.tpot`,';
}

function memoryWords({ hardware, launches }: Deployment, { question }: DeploymentPlan): string {
  if (question.memory === undefined) {
    const why = launches.length > 0 ? 'of a launch' : 'without `device` and `model`';
    return `not known ${why}: nothing says whether the KV cache holds B × m requests`;
  }
  const peak = question.point.load.nu !== undefined || question.largestRequest !== undefined;
  const [attention, ffn] = [hardware.attentionDevice!.value, hardware.ffnDevice!.value];
  const devices = attention === ffn ? quote(attention) : `${quote(attention)} and ${quote(ffn)}`;
  return `weights and KV cache ${peak ? 'at the peak' : 'on average'} within that of ${devices}`;
}

function objectiveWords({ tpotSeconds, ttftSeconds }: Deployment, { objectivesLeftOut }: DeploymentPlan): string {
  const stated = [
    ...(tpotSeconds ? [`TPOT ${formatTime(tpotSeconds.value, 's')}`] : []),
    ...(ttftSeconds ? [`TTFT ${formatTime(ttftSeconds.value, 's')}, of which one step is checked`] : []),
  ].join('; ');
  if (stated === '') return 'none';
  return objectivesLeftOut
    ? `${stated}: not applied, since the profile counts cycles, not seconds`
    : `${stated}; kept at the stage times as predicted, without their error`;
}
