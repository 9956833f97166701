import type { Comparison, Gain, VerdictReason } from './comparison';

/** Throughput of the best AFD option and of the best other one; undefined where it keeps the objectives nowhere. */
export interface BestPair {
  readonly afd: number | undefined;
  readonly others: number | undefined;
}

/** What a verdict is made of: at the predicted times, and at the corners of their errors. */
export interface VerdictInputs {
  readonly predicted: BestPair;
  readonly corners: readonly BestPair[];
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
  const isByTimes = verdict === 'pays' || verdict === 'doesNotPay' || requiredFor === 'objectives';
  if (inputs.calibrated || !isByTimes) return judged;
  return { ...judged, verdict: 'nearTie', requiredFor: undefined, reasons: ['uncalibrated', ...reasons] };
}

function judge({ predicted, corners, withoutOverlap, fits, tpotAsked }: VerdictInputs): Judged {
  const gain = gainOf(predicted, corners, withoutOverlap);
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
  if (afd === undefined && others === undefined) {
    const feasible = corners.some((corner) => corner.afd !== undefined || corner.others !== undefined);
    return feasible ? said('infeasible', 'feasibleWithinErrors') : said('infeasible');
  }
  if (others === undefined) {
    const always = corners.every((corner) => corner.afd === undefined || corner.others === undefined);
    if (!always) return said('nearTie', 'onlyAfdByLessThanError', ...within(corners));
    return { ...said('required', ...within(corners)), requiredFor: 'objectives' };
  }
  if (afd === undefined) {
    const always = corners.every((corner) => corner.afd === undefined || loses(corner));
    if (!always) return said('nearTie', 'onlyOthersByLessThanError', ...within(corners));
    return said('doesNotPay', ...within(corners));
  }
  return byGain(gain!, corners, said);
}

function byGain(
  { gain, low, high, withoutOverlap }: Gain,
  corners: readonly BestPair[],
  said: (verdict: Comparison['verdict'], ...reasons: VerdictReason[]) => Judged,
): Judged {
  const notes = within(corners);
  const afdMayFail = notes.includes('onlyOthersWithinErrors');
  const othersMayFail = notes.includes('onlyAfdWithinErrors');
  const surelyGains = low > 0 && !afdMayFail;
  const surelyLoses = high < 0 && !othersMayFail;
  const turns: readonly VerdictReason[] =
    gain < 0 && withoutOverlap !== undefined && withoutOverlap > 0 ? ['turnsWithoutOverlap'] : [];
  if (surelyGains && gain >= leastAfdGain) return said('pays', ...notes);
  if (surelyLoses && 1 + gain <= 1 / leastAdvantage) return said('doesNotPay', ...notes);
  return said('nearTie', surelyGains || surelyLoses ? 'gapBelowThreshold' : 'gapBelowError', ...turns, ...notes);
}

/** Whether AFD gives less than the others, where both keep the objectives. */
function loses({ afd, others }: BestPair): boolean {
  return afd !== undefined && others !== undefined && afd < others;
}

function gainOf(predicted: BestPair, corners: readonly BestPair[], withoutOverlap: BestPair): Gain | undefined {
  const gain = gainAt(predicted);
  if (gain === undefined) return undefined;
  const apart = gainAt(withoutOverlap);
  const gains = [gain, ...(apart === undefined ? [] : [apart]), ...corners.flatMap((corner) => gainAt(corner) ?? [])];
  return { gain, low: Math.min(...gains), high: Math.max(...gains), withoutOverlap: apart };
}

function gainAt({ afd, others }: BestPair): number | undefined {
  return afd === undefined || others === undefined ? undefined : afd / others - 1;
}

/** What keeps the objectives at some of the errors alone. */
function within(corners: readonly BestPair[]): readonly VerdictReason[] {
  const some = (holds: (corner: BestPair) => boolean, reason: VerdictReason): readonly VerdictReason[] =>
    corners.some(holds) ? [reason] : [];
  return [
    ...some(({ afd, others }) => afd !== undefined && others === undefined, 'onlyAfdWithinErrors'),
    ...some(({ afd, others }) => afd === undefined && others !== undefined, 'onlyOthersWithinErrors'),
    ...some(({ afd, others }) => afd === undefined && others === undefined, 'noneWithinErrors'),
  ];
}
