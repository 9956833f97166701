import { bandOfFew } from '../uncertainty/gain-band';
import { certainShare } from '../uncertainty/world';
import type { Comparison, Gain, VerdictReason } from './comparison';
import { mostOfBand, type OptionWorld } from './option-worlds';

/** Throughput of the best AFD option and of the best other one; undefined where it keeps the objectives nowhere. */
export interface BestPair {
  readonly afd: number | undefined;
  readonly others: number | undefined;
}

/** The best of both in a plausible world. */
export interface PairInWorld {
  readonly world: OptionWorld;
  readonly pair: BestPair;
}

/** What a verdict is made of: at the predicted times, and in plausible worlds. */
export interface VerdictInputs {
  readonly predicted: BestPair;
  readonly worlds: readonly PairInWorld[];
  /** At the predicted times, where the others do not communicate while they compute. */
  readonly withoutOverlap: BestPair;
  readonly calibrated: boolean;
  /** Whether some layout holds at least one request. */
  readonly fits: { readonly afd: boolean; readonly others: boolean };
  readonly tpotAsked: boolean;
}

/** AFD pays from this gain on. */
const leastAfdGain = 0.02;
/** AFD does not pay where the others give so many times its throughput. */
const leastAdvantage = 1.05;

type Judged = Omit<Comparison, 'options'>;

/** Whether AFD pays, and why that is said. Source: docs/strategy.md, "Verdict". */
export function verdictOf(inputs: VerdictInputs): Judged {
  const judged = judge(inputs);
  const { verdict, reasons, requiredFor } = judged;
  const isByTimes =
    verdict === 'pays' ||
    verdict === 'doesNotPay' ||
    requiredFor === 'objectives' ||
    (verdict === 'nearTie' && !reasons.includes('gapBelowThreshold'));
  if (inputs.calibrated || !isByTimes) return judged;
  return { ...judged, verdict: 'nearTie', requiredFor: undefined, reasons: ['uncalibrated', ...reasons] };
}

function judge({ predicted, worlds, withoutOverlap, fits, tpotAsked }: VerdictInputs): Judged {
  const pairs = worlds.map(({ pair }) => pair);
  const gain = gainOf(predicted, worlds, withoutOverlap);
  const said = (verdict: Comparison['verdict'], ...reasons: VerdictReason[]): Judged => ({
    verdict,
    reasons,
    requiredFor: undefined,
    gain,
  });
  if (!fits.afd && !fits.others) return said('infeasible', 'nothingFits');
  if (!fits.others) {
    const reasons: VerdictReason[] = predicted.afd === undefined ? ['afdMissesObjectives'] : [];
    return { ...said('required', ...reasons), requiredFor: 'memory' };
  }
  if (!tpotAsked) return said('unknown', 'noTpotObjective');
  const { afd, others } = predicted;
  const notes = within(pairs);
  if (afd === undefined && others === undefined) {
    const feasible = pairs.some((pair) => pair.afd !== undefined || pair.others !== undefined);
    return feasible ? said('infeasible', 'feasibleWithinErrors') : said('infeasible');
  }
  if (others === undefined) {
    const isCertain = shareOf(pairs, (pair) => pair.afd === undefined || pair.others === undefined) >= certainShare;
    if (!isCertain) return said('nearTie', 'onlyAfdByLessThanError', ...notes);
    return { ...said('required', ...notes), requiredFor: 'objectives' };
  }
  if (afd === undefined) {
    const isCertain = shareOf(pairs, (pair) => !isBetter(pair)) >= certainShare;
    return isCertain ? said('doesNotPay', ...notes) : said('nearTie', 'onlyOthersByLessThanError', ...notes);
  }
  return byGain(gain!, pairs, said);
}

function byGain(
  { gain, low, high, withoutOverlap }: Gain,
  pairs: readonly BestPair[],
  said: (verdict: Comparison['verdict'], ...reasons: VerdictReason[]) => Judged,
): Judged {
  const notes = within(pairs);
  const surelyGains = low > 0 && shareOf(pairs, isOnlyOthers) <= 1 - certainShare;
  const surelyLoses = high < 0 && shareOf(pairs, isOnlyAfd) <= 1 - certainShare;
  const turns: readonly VerdictReason[] =
    gain < 0 && withoutOverlap !== undefined && withoutOverlap > 0 ? ['turnsWithoutOverlap'] : [];
  if (surelyGains && gain >= leastAfdGain) return said('pays', ...notes);
  if (surelyLoses && 1 + gain <= 1 / leastAdvantage) return said('doesNotPay', ...notes);
  return said('nearTie', surelyGains || surelyLoses ? 'gapBelowThreshold' : 'gapBelowError', ...turns, ...notes);
}

function isOnlyAfd({ afd, others }: BestPair): boolean {
  return afd !== undefined && others === undefined;
}

function isOnlyOthers({ afd, others }: BestPair): boolean {
  return afd === undefined && others !== undefined;
}

/** Whether AFD gives more than the others, or alone keeps the objectives. */
function isBetter({ afd, others }: BestPair): boolean {
  return afd !== undefined && (others === undefined || afd > others);
}

function gainOf(predicted: BestPair, worlds: readonly PairInWorld[], withoutOverlap: BestPair): Gain | undefined {
  const gain = gainAt(predicted);
  if (gain === undefined) return undefined;
  const gains = worlds.map(({ pair }) => gainAt(pair));
  const known = gains.filter((each) => each !== undefined);
  const { low, high } = known.length > 0 ? bandOfFew(known) : { low: gain, high: gain };
  const feasible = worlds
    .map(({ pair }) => pair)
    .filter(({ afd, others }) => afd !== undefined || others !== undefined);
  return {
    gain,
    // Where the prediction lies at an end of what is plausible, it is an end of the band.
    low: Math.min(low, gain),
    high: Math.max(high, gain),
    chanceBetter: shareOf(feasible, isBetter),
    mostOfBand: mostOfBand(
      worlds.map(({ world }) => world),
      gains,
    ),
    withoutOverlap: gainAt(withoutOverlap),
  };
}

function gainAt({ afd, others }: BestPair): number | undefined {
  return afd === undefined || others === undefined ? undefined : afd / others - 1;
}

function shareOf(pairs: readonly BestPair[], holds: (pair: BestPair) => boolean): number {
  return pairs.length === 0 ? 1 : pairs.filter(holds).length / pairs.length;
}

/** What keeps the objectives in some of the worlds alone. */
function within(pairs: readonly BestPair[]): readonly VerdictReason[] {
  const some = (holds: (pair: BestPair) => boolean, reason: VerdictReason): readonly VerdictReason[] =>
    pairs.some(holds) ? [reason] : [];
  return [
    ...some(isOnlyAfd, 'onlyAfdWithinErrors'),
    ...some(isOnlyOthers, 'onlyOthersWithinErrors'),
    ...some(({ afd, others }) => afd === undefined && others === undefined, 'noneWithinErrors'),
  ];
}
