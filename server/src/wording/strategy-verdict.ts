import type { MissingInput } from '../evaluation/missing-input';
import {
  type Comparison,
  type Gain,
  type ServingPoint,
  type StrategyOption,
  usesAfd,
  type VerdictReason,
} from '../strategy/comparison';
import type { StrategyQuestion } from '../strategy/question';
import { formatCount, formatCounted, formatGainBand, formatTime, formatTokenRate, lowerFirst } from '../text/format';
import {
  bandSentence,
  layoutWords,
  objectiveWords,
  reasonSentence,
  stepWords,
  strategyPhrases,
} from './strategy-words';

/** A verdict on AFD in words: Markdown with emphasis and code spans, readable as plain text without. */
export interface VerdictText {
  /** One sentence, the verdict first. */
  readonly headline: string;
  /** Sentences: what to use, at which load, and what makes it less certain. */
  readonly notes: readonly string[];
}

/** The option of most throughput among those that keep the objectives; `afd`: with AFD or without. */
export function bestOption({ options }: Pick<Comparison, 'options'>, afd: boolean): Chosen | undefined {
  return options
    .filter((option): option is Chosen => option.feasible && option.point !== undefined)
    .filter(({ strategy }) => usesAfd(strategy) === afd)
    .reduce<Chosen | undefined>(
      (best, option) => (best && best.point.throughput >= option.point.throughput ? best : option),
      undefined,
    );
}

type Chosen = StrategyOption & { readonly point: ServingPoint };

/** What a comparison says about AFD. */
export function verdictText(question: StrategyQuestion, comparison: Comparison): VerdictText {
  const { what, why, says, proposed } = verdictParts(question, comparison);
  const others = comparison.reasons.filter((reason) => !says.includes(reason));
  return {
    headline: `**${what}**: ${why}.`,
    notes: [
      ...proposed.map((option) => proposal(question, option)),
      ...others.map((reason) => reasonSentence(reason, comparison.gain !== undefined)),
      ...deciding(comparison),
    ],
  };
}

/** What a near-tie turns on most, unless a reason has said it. */
function deciding({ verdict, gain, reasons }: Comparison): readonly string[] {
  const source = gain?.mostOfBand;
  if (verdict !== 'nearTie' || source === undefined) return [];
  return source === 'overlap' && reasons.includes('turnsWithoutOverlap') ? [] : [bandSentence(source)];
}

/**
 * What is said where there is no comparison: what to provide, in sentences without their full stop. There are none where
 * the findings say what is wrong.
 */
export function unknownVerdictText(missing: readonly Pick<MissingInput, 'message'>[]): VerdictText {
  const messages = missing.map(({ message }) => message);
  const [only] = messages;
  if (only !== undefined && messages.length === 1)
    return { headline: `**${unknown}**: ${lowerFirst(only)}.`, notes: [] };
  return {
    headline: `**${unknown}**${messages.length > 0 ? '; what is missing:' : ': the findings say what is wrong.'}`,
    notes: messages.map((message) => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`),
  };
}

const unknown = 'Unknown whether AFD pays';

/** A share below this is written as 0.0 %. */
const shownAsNothing = 0.0005;

interface VerdictParts {
  readonly what: string;
  readonly why: string;
  /** Reasons that need no sentence of their own beside these. */
  readonly says: readonly VerdictReason[];
  readonly proposed: readonly Chosen[];
}

function verdictParts(question: StrategyQuestion, comparison: Comparison): VerdictParts {
  const { verdict, gain } = comparison;
  const [afd, other] = [bestOption(comparison, true), bestOption(comparison, false)];
  switch (verdict) {
    case 'required':
      return required(question, comparison, afd);
    case 'pays':
      return { what: 'AFD pays here', why: gives(afd!, other!, gain!), says: [], proposed: [afd!] };
    case 'doesNotPay': {
      const what = 'AFD does not pay here';
      if (gain) return { what, why: gives(other!, afd!, inverse(gain)), says: [], proposed: [other!] };
      const held = comparison.options.some(({ strategy, point }) => usesAfd(strategy) && point !== undefined);
      const nothing = held ? `keeps ${askedOf(question)}` : 'fits in memory';
      const why = `with it nothing ${nothing}; ${strategyPhrases[other!.strategy]} gives ${rate(other!)}`;
      return { what, why, says: ['onlyOthersWithinErrors'], proposed: [other!] };
    }
    case 'nearTie':
      return nearTie(question, comparison, afd, other);
    case 'infeasible':
      return infeasible(question, comparison);
    case 'unknown': {
      const why = 'there is no objective on TPOT to compare strategies at; give `slo.tpot`';
      return { what: unknown, why, says: ['noTpotObjective'], proposed: [] };
    }
  }
}

function required(question: StrategyQuestion, { requiredFor }: Comparison, afd: Chosen | undefined): VerdictParts {
  const [devices, asked] = [devicesOf(question), askedOf(question)];
  const without = requiredFor === 'memory' ? `fits in the memory of ${devices}` : `keeps ${asked} on ${devices}`;
  const withIt = afd ? `${strategyPhrases[afd.strategy]} gives ${rate(afd)}` : `with it nothing keeps ${asked}`;
  return {
    what: 'AFD is required here',
    why: `without it nothing ${without}; ${withIt}`,
    says: ['onlyAfdWithinErrors', 'afdMissesObjectives'],
    proposed: afd ? [afd] : [],
  };
}

function nearTie(
  question: StrategyQuestion,
  { reasons, gain }: Comparison,
  afd: Chosen | undefined,
  other: Chosen | undefined,
): VerdictParts {
  const says = ['gapBelowError', 'gapBelowThreshold', 'onlyAfdByLessThanError', 'onlyOthersByLessThanError'] as const;
  const proposed = [afd, other].filter((option) => option !== undefined);
  if (gain && reasons.includes('gapBelowThreshold')) {
    return { what: 'Near-tie', why: `${gives(afd!, other!, gain)}, too little to choose by`, says, proposed };
  }
  if (reasons.includes('uncalibrated')) {
    const why = gain
      ? gives(...(gain.gain < 0 ? ([other!, afd!, inverse(gain)] as const) : ([afd!, other!, gain] as const)))
      : `as predicted only ${strategyPhrases[proposed[0]!.strategy]} keeps ${askedOf(question)}`;
    return { what: 'Near-tie by the roofline', why: `${why}, but nothing of it is measured`, says, proposed };
  }
  const within = 'within the errors of the stage times';
  const why = gain
    ? `${gives(afd!, other!, gain)}; ${within} ${mayWords(gain)}`
    : `as predicted only ${strategyPhrases[proposed[0]!.strategy]} keeps ${askedOf(question)}; ${within} that may change`;
  return { what: "Near-tie within the model's error", why, says, proposed };
}

function mayWords({ low, high }: Band): string {
  if (high <= shownAsNothing) return 'it may lose';
  return low >= -shownAsNothing ? 'it may gain nothing' : 'it may gain or lose';
}

/** The option whose times exceed the objectives least, and these times. */
function infeasible(question: StrategyQuestion, { options }: Comparison): VerdictParts {
  const { ttft, tpot } = question.objectives;
  const excess = (point: ServingPoint): number =>
    Math.max(point.ttft / (ttft ?? Number.POSITIVE_INFINITY), point.tpot / (tpot ?? Number.POSITIVE_INFINITY));
  const held = options.flatMap(({ strategy, point }) => (point ? [{ strategy, point }] : []));
  const [nearest] = held.sort((a, b) => excess(a.point) - excess(b.point));
  if (nearest === undefined) {
    const why = `under no strategy do ${devicesOf(question)} hold the model and a request`;
    return { what: 'Nothing fits', why, says: [], proposed: [] };
  }
  const { strategy, point } = nearest;
  const times = [timeAgainst('TTFT', point.ttft, ttft), timeAgainst('TPOT', point.tpot, tpot)].join(' and ');
  const why = `the nearest, ${strategyPhrases[strategy]}, has ${times} on ${devicesOf(question)}`;
  return { what: 'No strategy keeps the objectives', why, says: [], proposed: [] };
}

function timeAgainst(name: string, seconds: number, asked: number | undefined): string {
  return `${name} ${formatTime(seconds, 's')}${asked === undefined ? '' : ` (${formatTime(asked, 's')} asked)`}`;
}

/** `a gives +12 % (+6 to +20 %) tokens/s against b`. */
function gives(a: Chosen, b: Chosen, { gain, low, high }: Band): string {
  const band = formatGainBand(gain, low, high);
  return `${strategyPhrases[a.strategy]} gives ${band} tokens/s against ${strategyPhrases[b.strategy]}`;
}

type Band = Pick<Gain, 'gain' | 'low' | 'high'>;

/** The gain of the others over AFD. */
function inverse({ gain, low, high }: Band): Band {
  const of = (share: number): number => 1 / (1 + share) - 1;
  return { gain: of(gain), low: of(high), high: of(low) };
}

/** What to deploy, and the load at which it holds. */
function proposal({ devices }: StrategyQuestion, { strategy, point }: Chosen): string {
  const phrase = strategyPhrases[strategy];
  const load = `${formatCounted(Math.max(1, Math.round(point.concurrency)), 'request')} at a time`;
  const perDevice = formatTokenRate(point.throughput / devices, 's');
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}: ${layoutWords(point)}, ${stepWords(point)}; it serves about ${load} (Little's law), ${perDevice} per device.`;
}

function rate({ point }: Chosen): string {
  return `${formatCount(point.throughput)} tok/s`;
}

function devicesOf({ devices }: StrategyQuestion): string {
  return formatCounted(devices, 'device');
}

function askedOf({ objectives }: StrategyQuestion): string {
  return objectiveWords(objectives) || 'the objectives';
}
