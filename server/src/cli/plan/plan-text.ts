import { holdsBatch } from '../../evaluation/plan-deployment';
import type { PlanStanding } from '../../evaluation/plan-standing';
import { launchDialect } from '../../manifest/dialects/dialects';
import type { PlanChoice } from '../../provisioning/plan/plan-question';
import { columns } from '../../text/columns';
import {
  formatCount,
  formatCounted,
  formatGain,
  formatGainBand,
  formatNumber,
  formatPools,
  formatShare,
  formatThroughput,
  formatThroughputEstimate,
  formatTime,
  plainLine,
  plainWord,
  quote,
} from '../../text/format';
import { errorText, evidenceLines } from '../../wording/evidence';
import { planLimits } from '../../wording/plan-limits';
import { bundleWords, limitWords, reasonWords } from '../../wording/plan-words';
import { mayBeAsGood, type PlannedChoices, type PlannedDeployment } from './plan-json';

/** The choices for a terminal: what was searched and under which limits, the table, and how much of it is certain. */
export function planText(planned: PlannedDeployment, nowMs: number): string {
  const { file, deployment, evaluation, plan } = planned;
  const title = `${plainWord(deployment.name ?? 'deployment')} (${file}): ${formatCounted(plan.question.workers, 'worker')}`;
  const limits = columns(planLimits(deployment, plan).map(([name, words]) => [`  ${name}`, words]));
  const answer =
    planned.none === undefined
      ? [...table(planned), '', ...verdicts(planned)]
      : [planned.none.charAt(0).toUpperCase() + planned.none.slice(1)];
  const lines = [title, '', ...evidenceLines(deployment, evaluation, nowMs), ...limits, '', ...answer];
  return `${lines.map(plainLine).join('\n')}\n`;
}

/** Less is shown as 0.0 %. */
const leastShownLoss = 0.0005;

function table({ choices, plan, deployment, chances }: PlannedChoices): readonly string[] {
  const { timeUnit, weighted } = plan.profile;
  const inLaunch = deployment.launches.length > 0;
  const peak = choices[0]!.memory?.attention.kv.peak !== undefined;
  const header = [
    'choice',
    'B',
    'm',
    ...(inLaunch ? ['B × m'] : []),
    timeUnit === 'cycle' ? 'tok/cycle' : 'tok/s',
    weighted ? 'per cost' : 'per worker',
    'TPOT',
    ...(plan.question.memory ? [peak ? 'KV peak' : 'KV mean'] : []),
    'loss',
    'chance',
    'why',
  ];
  const rows = choices.map((choice, index) => [
    bundleWords(choice),
    formatNumber(choice.batchSize),
    formatCount(choice.microbatches),
    ...(inLaunch ? [formatNumber(choice.batchSize * choice.microbatches)] : []),
    formatThroughputEstimate(choice.throughput, undefined, timeUnit),
    formatThroughputEstimate(choice.perCost, undefined, timeUnit),
    formatTime(choice.tpot, timeUnit),
    ...(choice.memory ? [kvShare(choice)] : []),
    index === 0 ? '' : choice.loss < leastShownLoss ? formatShare(0) : formatGain(-choice.loss),
    index === 0 ? '' : chanceWords(chances[index - 1]!),
    index === 0 ? firstWords(plan, choice) : lossWords(choice),
  ]);
  return columns([header, ...rows]);
}

/** The worlds tell no smaller chance than this from none. */
const leastToldApart = 0.01;

function chanceWords(chance: number): string {
  return chance < leastToldApart ? '< 1 %' : formatShare(chance);
}

function firstWords(plan: PlannedChoices['plan'], first: PlanChoice): string {
  return holdsBatch(plan) ? 'B held' : `B limited by ${limitWords(plan, first)}`;
}

function lossWords({ reasons }: PlanChoice): string {
  const shown = reasons.filter(({ loss }) => loss >= leastShownLoss).slice(0, 2);
  return shown.length === 0 ? 'as good' : shown.map(reasonWords).join(', ');
}

/** How much of the room beside weights and reserve the KV cache takes. */
function kvShare({ memory }: PlanChoice): string {
  const { kv, budget } = memory!.attention;
  return formatShare((kv.peak ?? kv.mean) / budget.bytes);
}

function verdicts({ choices, plan, deployment, standing, chances }: PlannedChoices): readonly string[] {
  const option = launchDialect(deployment)?.requests?.option;
  const first = choices[0]!;
  return [
    ...(first.unused > 0 ? [`The first leaves ${formatCounted(first.unused, 'worker')} unused.`] : []),
    ...(standing ? [standingSentence(standing, plan.profile)] : []),
    ...(choices.length > 1 ? [certainty(chances, errorText(plan.profile))] : []),
    ...(option ? [`B × m is the requests in flight on an attention rank, which ${quote(option)} limits.`] : []),
  ];
}

function standingSentence(
  { sizing, gain, breaks, isFirst }: PlanStanding,
  { timeUnit, weighted }: PlannedChoices['plan']['profile'],
): string {
  const { pools, point, throughput } = sizing;
  const what = `The configured ${formatPools(pools)}, B ${formatNumber(point.batchSize)}, m ${formatCount(point.microbatches!)}`;
  if (isFirst) return `${what}, is the first.`;
  const broken = { memory: ', but does not fit in memory', objective: ', but misses the objective' };
  return `${what}, has ${formatThroughput(throughput, timeUnit, weighted)}${breaks ? broken[breaks] : ''}; the first gives ${formatGainBand(gain.gain, gain.low, gain.high)}.`;
}

function certainty(chances: readonly number[], error: string): string {
  const [others, asGood] = [chances.length, mayBeAsGood(chances)];
  const within = `within the errors of profile (${error}) and theta`;
  if (asGood === 0) return `The first stays ahead of the others ${within}.`;
  const some = asGood === others ? 'each of the others' : `${formatCount(asGood)} of the other ${formatCount(others)}`;
  return `Not certain: ${some} may be as good as the first, or better, ${within}, with the chance shown.`;
}
