import { asGoodPools } from '../evaluation/as-good-pools';
import type { Evaluation, Sizing } from '../evaluation/evaluation';
import type { LatencyProfile } from '../latency/latency-profile';
import type { Deployment } from '../manifest/deployment';
import { known } from '../manifest/launches/launch';
import { kappa } from '../provisioning/cycle/barrier';
import { bendsWithPools } from '../provisioning/cycle/frozen-lines';
import { rowsPerFfn } from '../provisioning/cycle/stage-times';
import {
  formatBar,
  formatCount,
  formatCounted,
  formatNumber,
  formatPools,
  formatRatioValue,
  formatShare,
  formatThroughput,
  formatTime,
  secondsPerUnit,
} from '../text/format';
import { objectiveNames, regimeWords } from '../text/words';
import { alternativesLine, bandLine } from './band-line';
import { evidenceLines } from './evidence';
import type { Explanation } from './explanation';
import { jointChoiceLine } from './joint-choice';
import { meanFieldFormula } from './mean-field-formula';
import { memoryLines } from './memory-lines';
import { attentionSum, communicationSum, ffnSum } from './stage-sums';
import { strategyLine } from './strategy-explanation';
import { advantage, limitSentence, summarize } from './summary';
import { untestedLine } from './untested';

/** The whole derivation of one deployment: the same facts in the same order in hover, command and terminal. */
export function explainDeployment(deployment: Deployment, evaluation: Evaluation, nowMs: number): Explanation {
  const evidence = evidenceLines(deployment, evaluation, nowMs);
  const { sizing, profile, memory } = evaluation;
  if (!sizing || !profile) {
    const notes = [...evaluation.missing.map(({ message }) => `${message}.`), ...memoryLines(deployment, evaluation)];
    return {
      headline: `**\`${summarize(deployment, evaluation).replaceAll('`', '')}\`**`,
      table: undefined,
      derivation: notes,
      evidence,
    };
  }
  return {
    headline: headline(sizing, memory, profile),
    table: stageTable(sizing, profile),
    derivation: derivationLines(deployment, evaluation, sizing, profile),
    evidence,
  };
}

function headline(sizing: Sizing, memory: Evaluation['memory'], profile: LatencyProfile): string {
  const { pools, optimum, regime } = sizing;
  const band = asGoodPools(sizing);
  const state = `**${formatPools(pools)} is ${regimeWords[regime]}**`;
  const verdict = advantage(sizing, memory, profile.weighted).replace(
    formatPools(optimum),
    `**${formatPools(optimum)}**`,
  );
  // Counts beside another FFN pool than that of the optimum would be a second answer.
  const isRange = band !== undefined && optimum.ffn === pools.ffn && band.low.attention < band.high.attention;
  // What is as good needs to be said once.
  const asGoodWords = sizing.quiet ? 'so are' : 'as good within the errors:';
  const range = isRange ? ` · ${asGoodWords} ${band.low.attention}A to ${band.high.attention}A with ${pools.ffn}F` : '';
  const missed = sizing.missedObjective;
  const allowed = isRange && missed ? `, of those that meet the ${objectiveNames[missed.name]} objective` : '';
  return `${state} · ${verdict}${range}${allowed}`;
}

function stageTable(sizing: Sizing, { timeUnit }: LatencyProfile): Explanation['table'] {
  const { stageTimes, pools, point, idle, regime, cycleTime, form } = sizing;
  const row = (stage: string, time: number, note: string) =>
    [stage, formatTime(time, timeUnit), `\`${formatBar(time / cycleTime)}\` ${note}`] as const;
  const sets = (stage: string, otherwise: string) => (regime === stage ? 'sets the cycle' : otherwise);
  const slowest =
    pools.attention === 1 || stageTimes.attentionSpread === 0
      ? 'attention'
      : `attention, slowest of ${formatCount(pools.attention)}`;
  const requests = `${formatRatioValue(rowsPerFfn(1, pools, point.sharing)).replace(/\.00$/, '')} × ${formatNumber(point.batchSize)} requests`;
  const uneven = point.sharing === 'whole workers' && pools.attention % pools.ffn !== 0;
  const meanIdle = `idle ${formatShare(idle.attention)}`;
  return {
    header: ['stage of one cycle', 'time', 'share of the cycle'],
    rows: [
      row(
        slowest,
        slowestAttention(sizing),
        regime === 'attention' ? `sets the cycle, mean worker ${meanIdle}` : meanIdle,
      ),
      row(
        `FFN${uneven ? `, slowest of ${formatCount(pools.ffn)},` : ''} on ${requests}`,
        stageTimes.ffn,
        sets('ffn', `idle ${formatShare(idle.ffn)}`),
      ),
      row(
        'communication, round trip',
        stageTimes.communication,
        regime === 'communication' && form === 'pipeline'
          ? 'one way sets the cycle'
          : sets('communication', regime === 'pipeline' || point.microbatches === 1 ? 'not hidden' : 'hidden'),
      ),
    ],
  };
}

/** The attention stage as the answer's form counts it. */
function slowestAttention({ form, stageTimes }: Sizing): number {
  return form === 'pipeline' ? stageTimes.attentionSustained! : stageTimes.attentionSlowest;
}

function derivationLines(
  deployment: Deployment,
  evaluation: Evaluation,
  sizing: Sizing,
  profile: LatencyProfile,
): readonly string[] {
  const { point, stageTimes, pools, meanField, form } = sizing;
  const { timeUnit } = profile;
  // Shown in another unit than it is summed up in.
  const unit = timeUnit === 'us' ? ' µs' : '';
  const turns = form === 'pipeline' && point.microbatches! > 1 ? point.microbatches! : undefined;
  const added = formatNumber(slowestAttention(sizing) - stageTimes.attention);
  const barrier =
    stageTimes.attentionSpread > 0 && pools.attention > 1
      ? `; the slowest of ${formatCount(pools.attention)} adds ${added}${turns ? ` over its ${turns} microbatches` : ''} (kappa ${kappa(pools.attention).toFixed(2)} × sigma ${formatNumber(stageTimes.attentionSpread)}${turns ? ` / √${turns}` : ''})`
      : '';
  return [
    batchLine(deployment),
    `tA = ${attentionSum(point)}${unit} = ${formatTime(stageTimes.attention, timeUnit)}${barrier}`,
    bendsWithPools(point.latency)
      ? `tF = ${ffnSum(point, pools)}${unit} = ${formatTime(stageTimes.ffn, timeUnit)}`
      : '',
    bendsWithPools(point.latency)
      ? `tC = ${communicationSum(point, pools)}${unit} = ${formatTime(stageTimes.communication, timeUnit)}`
      : '',
    cycleLine(sizing, profile),
    `mean-field ${meanFieldFormula(point, pools, meanField)}`,
    optimaLine(sizing),
    tpotLine(deployment, sizing, profile),
    ...memoryLines(deployment, evaluation),
    alternativesLine(sizing),
    bandLine(sizing),
    jointChoiceLine(deployment, evaluation),
    strategyLine(evaluation),
    untestedLine(sizing.untested),
    limitSentence(deployment, sizing),
  ].filter((line) => line !== '');
}

/** Where B comes from, where no launch says it as such: the requests in flight, shared out to the microbatches. */
function batchLine({ batchSize, microbatches, launches }: Deployment): string {
  if (batchSize?.literal !== false || microbatches === undefined || microbatches.value === 1) return '';
  const inFlight = batchSize.value * microbatches.value;
  const stated = launches.some(({ pool, maxNumSeqs }) => pool !== 'ffn' && known(maxNumSeqs)?.value === inFlight);
  if (!stated) return '';
  return `B = ${formatCounted(inFlight, 'request')} in ${microbatches.value} microbatches = ${formatNumber(batchSize.value)}`;
}

function cycleLine(
  { form, point, cycleTime, throughput, regime }: Sizing,
  { timeUnit, weighted }: LatencyProfile,
): string {
  const formula = {
    'mean-field': 'max(tA, tC, tF)',
    barrier: 'E[max(slowest tA, tC, tF)]',
    pipeline:
      point.microbatches === 1
        ? 'E[slowest tA] + tF + tC'
        : `E[max(slowest tA, tF, tC / 2, (slowest tA + tF + tC) / ${point.microbatches})]`,
  }[form];
  const why = regime === 'pipeline' ? `; with ${point.microbatches} in flight the stages do not fully overlap` : '';
  return `cycle = ${formula} = ${formatTime(cycleTime, timeUnit)}${why}; ${formatThroughput(throughput, timeUnit, weighted)}`;
}

function optimaLine({ meanField, barrier, pipeline, point }: Sizing): string {
  const exact = (pools: { readonly attention: number; readonly ffn: number }) =>
    formatRatioValue(pools.attention / pools.ffn).replace(/\.00$/, '');
  const parts = [`mean-field ${formatRatioValue(meanField.ratio)}`];
  const withoutBarrier = point.load.nu === undefined ? 'unknown (nu is not given)' : 'no allowed size';
  parts.push(`barrier-aware ${barrier ? exact(barrier) : withoutBarrier}`);
  if (pipeline) {
    const flight = point.microbatches === 1 ? '1 microbatch' : `${point.microbatches} microbatches`;
    parts.push(`with ${flight} in flight ${exact(pipeline)}`);
  }
  return `best ratio: ${parts.join(' · ')}`;
}

function tpotLine(
  { tpotSeconds, ttftSeconds }: Deployment,
  { tpot, cycleTime, point }: Sizing,
  { timeUnit }: LatencyProfile,
): string {
  const unit = secondsPerUnit(timeUnit);
  const objectives = [
    ...(tpotSeconds ? [{ name: 'TPOT', seconds: tpotSeconds.value }] : []),
    ...(ttftSeconds ? [{ name: 'TTFT', seconds: ttftSeconds.value }] : []),
  ];
  const names = objectives.map(({ name }) => name).join(' and ');
  const isNot = objectives.length > 1 ? 'objectives are not' : 'objective is not';
  if (tpot === undefined)
    return names === ''
      ? ''
      : `TPOT unknown: the number of microbatches is not given, so the ${names} ${isNot} checked`;
  const predicted = `TPOT = ${point.microbatches} × ${formatTime(cycleTime, timeUnit)} = ${formatTime(tpot, timeUnit)}`;
  if (names === '') return predicted;
  if (unit === undefined)
    return `${predicted}; the ${names} ${isNot} checked, since the profile counts cycles, not seconds`;
  const verdicts = objectives.map(({ name, seconds }) => {
    const verdict = `${tpot * unit <= seconds ? 'within' : 'over'} the ${name} objective ${formatTime(seconds, 's')}`;
    return name === 'TPOT' ? `, ${verdict}` : `; a first token takes at least one step, ${verdict}`;
  });
  return `${predicted}${verdicts.join('')}`;
}
