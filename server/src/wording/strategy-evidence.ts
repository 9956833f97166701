import type { Evaluation } from '../evaluation/evaluation';
import type { Deployment } from '../manifest/deployment';
import type { StrategyQuestion } from '../strategy/question';
import { formatCount, formatNumber, formatShare, formatTime, quote } from '../text/format';
import { evidenceLines } from './evidence';
import { objectiveWords } from './strategy-words';

/** What a comparison of strategies rests on, and what it leaves out: a name and a line each, with code spans. */
export function strategyEvidence(
  deployment: Deployment,
  evaluation: Evaluation,
  question: StrategyQuestion,
  nowMs: number,
): readonly (readonly [name: string, words: string])[] {
  const { objectives, microbatches, expertBalance, largestGroupWithoutAfd, relativeError } = question;
  const [workload, profile] = evidenceLines(deployment, evaluation, nowMs);
  return [
    ['served', servedWords(deployment, question)],
    ['requests', requestWords(question)],
    ...(workload ? [['load', workload] as const] : []),
    ...(profile ? [['costs', profile] as const] : []),
    ...(deployment.latencyProfile
      ? [
          [
            'prefill',
            `by the roofline, uncalibrated: what prompts take may be off by ${formatShare(relativeError.prefill)}`,
          ] as const,
        ]
      : []),
    ['objectives', `${objectiveWords(objectives) || 'none'}; means over requests, tails are longer`],
    [
      'AFD',
      `${microbatches
        .map(formatCount)
        .join(', ')
        .replace(/, (\d+)$/, ' or $1')} microbatches in flight`,
    ],
    ...(expertBalance === 1
      ? []
      : [['experts', `the mean device has ${formatShare(expertBalance)} of the rows of the busiest`] as const]),
    ...(largestGroupWithoutAfd === undefined
      ? []
      : [['without AFD', `groups of at most ${formatCount(largestGroupWithoutAfd)} devices`] as const]),
    [
      'queueing',
      'prompts of the mean length arrive at random (Poisson) and wait as in an M/D/1 queue; batches are always full',
    ],
    ['band', bandWords(question)],
    ['left out', leftOut(question)],
  ];
}

/** What the band of a gain rests on beside stage times and theta: what one option may have and another not. */
function bandWords({ errors: { own } }: StrategyQuestion): string {
  const { expertBalance, transfers, stepSeconds } = own;
  const bothTransfers = transfers.afd.most > transfers.afd.least;
  const parts = [
    ...(expertBalance > 0
      ? [`the busiest expert device has up to ${formatShare(1 / (1 - expertBalance) - 1)} more rows`]
      : []),
    `transfers${bothTransfers ? '' : ' without AFD'} take ${formatNumber(transfers.withoutAfd.least)} to ${formatNumber(transfers.withoutAfd.most)} times as long`,
    `a step${stepSeconds.afd > 0 ? '' : ' without AFD'} up to ${formatTime(stepSeconds.withoutAfd, 's')} more`,
  ];
  return `90 % of the plausible worlds: theta and stage times within their errors; besides, serving without AFD communicates while it computes not at all to fully, and for each option by itself ${parts.join(', ')}`;
}

function servedWords({ model, hardware }: Deployment, { devices }: StrategyQuestion): string {
  const device = hardware.attentionDevice ?? hardware.ffnDevice;
  const on = device ? `${formatCount(devices)} × ${quote(device.value)}` : `${formatCount(devices)} devices`;
  return `${model ? quote(model.value) : 'the model'} on ${on}, for every strategy`;
}

function requestWords({ workload }: StrategyQuestion): string {
  const { prefill, cachedPrefill, decode } = workload;
  const cached = cachedPrefill > 0 ? `, ${formatNumber(cachedPrefill)} of them in a prefix cache` : '';
  return `P ${formatNumber(prefill)} tokens${cached}; D ${formatNumber(decode)} steps, on average`;
}

function leftOut({ workload }: StrategyQuestion): string {
  return [
    'speculative decoding',
    'pipeline and context parallelism',
    ...(workload.cachedPrefill > 0 ? ['prefixes cached elsewhere than where the request goes'] : []),
    'congestion',
    'failures',
  ].join(', ');
}
