import { StatisticsError, StatisticsFields } from './statistics-fields';
import { lengthCovariance, slotVarianceFromSums, thetaFromSums } from './theta-estimate';
import type { IntervalEstimate, PointEstimate, WorkloadEstimate } from './workload-estimate';

/** Slack for rounded input: sums are usually exact, variances and covariances are copied with a few digits. */
const ROUNDED_SUM = 1e-6;
const ROUNDED_STATISTIC = 1e-3;

const SUMS = ['n', 'sumP', 'sumD', 'sumD2', 'sumPD'] as const;
const THIRD_ORDER = ['sumP2D', 'sumPD2', 'sumD3'] as const;
const SPREADS = ['variancePrefill', 'varianceDecode', 'covariance'] as const;
const MEANS = ['meanPrefill', 'meanDecode'] as const;
const EXACT_KEYS: readonly string[] = [...SUMS, ...THIRD_ORDER, 'thetaStandardError'];
/** Keys that make a block one of sums. */
const SUM_KEYS: readonly string[] = [...SUMS, ...THIRD_ORDER];
const MEAN_KEYS: readonly string[] = [...MEANS, ...SPREADS, 'requests', 'thetaStandardError'];
const GEOMETRIC_KEYS: readonly string[] = ['distribution', ...MEANS, 'requests', 'thetaStandardError'];

/** Summaries that theta cannot use: harmless beside means, useless without them. */
const ORDER_STATISTIC = /^(median|p\d|min|max|mode)/i;

/**
 * The workload of a manifest's `statistics:` block, already parsed into a plain object. docs/workload.md lists the shapes.
 * Throws StatisticsError for numbers that are missing, malformed or impossible together.
 */
export function estimateFromStatistics(block: unknown): WorkloadEstimate {
  if (block === null || typeof block !== 'object' || Array.isArray(block)) {
    throw new StatisticsError('`statistics` must be a map, like { meanPrefill: 100, meanDecode: 500, … }.');
  }
  const fields = new StatisticsFields(block as Record<string, unknown>);
  if (fields.has('distribution')) return finite(geometric(fields));
  if (SUM_KEYS.some((key) => fields.has(key))) return finite(exactMoments(fields));
  if (MEAN_KEYS.some((key) => fields.has(key))) return finite(fromMeans(fields));
  throw noMeans(fields);
}

function noMeans(fields: StatisticsFields): StatisticsError {
  const median = fields.keys.find((key) => ORDER_STATISTIC.test(key));
  if (median !== undefined) {
    return new StatisticsError(
      `\`${median}\` cannot stand in for a mean: on real traces medians put theta 12 to 80 % too low. Give means and variances.`,
      median,
    );
  }
  return new StatisticsError(
    '`statistics` needs `n` with sums, or `meanPrefill`, `meanDecode` and `varianceDecode`, or `distribution: geometric`.',
    fields.keys[0],
  );
}

function exactMoments(fields: StatisticsFields): PointEstimate {
  fields.allowOnly(EXACT_KEYS, 'the sums of all requests');
  const why = 'theta needs all five of n, sumP, sumD, sumD2 and sumPD';
  const n = fields.count('n', why);
  const sumP = fields.nonNegative('sumP', why);
  const sumD = fields.nonNegative('sumD', why);
  const sumD2 = fields.nonNegative('sumD2', why);
  const sumPD = fields.nonNegative('sumPD', why);
  atLeast(sumD, n, 'sumD', `sumD is below n, but every request has at least one decode step`);
  atLeast(sumD2, (sumD / n) * sumD, 'sumD2', 'sumD2 is below sumD² / n, which no set of lengths can give');
  atLeast(sumPD, sumP, 'sumPD', 'sumPD is below sumP, but every request has at least one decode step');
  const sums = { sumD, sumD2, sumPD };
  return {
    kind: 'point',
    requests: n,
    meanPrefill: sumP / n,
    meanDecode: sumD / n,
    covariance: lengthCovariance({ n, sumP, sumD, sumPD }),
    theta: thetaFromSums(sums),
    thetaStandardError: standardErrorOf(fields),
    nu: nuFromBlock(fields, sums),
  };
}

function nuFromBlock(
  fields: StatisticsFields,
  sums: { sumD: number; sumD2: number; sumPD: number },
): number | undefined {
  const given = THIRD_ORDER.filter((key) => fields.has(key));
  for (const key of given) fields.nonNegative(key);
  if (given.length < THIRD_ORDER.length) return undefined;
  const sumP2D = fields.nonNegative('sumP2D');
  const sumPD2 = fields.nonNegative('sumPD2');
  const sumD3 = fields.nonNegative('sumD3');
  const { sumD, sumD2, sumPD } = sums;
  atLeast(sumP2D, (sumPD / sumD) * sumPD, 'sumP2D', 'sumP2D is below sumPD² / sumD, which no set of lengths can give');
  atLeast(sumPD2, sumPD, 'sumPD2', 'sumPD2 is below sumPD, but every request has at least one decode step');
  atLeast(sumD3, (sumD2 / sumD) * sumD2, 'sumD3', 'sumD3 is below sumD2² / sumD, which no set of lengths can give');
  const variance = slotVarianceFromSums({ ...sums, sumP2D, sumPD2, sumD3 });
  if (variance < -ROUNDED_SUM * thetaFromSums(sums) ** 2) {
    throw new StatisticsError(
      'sumP2D, sumPD2 and sumD3 together give a negative variance (nu²); check them.',
      'sumP2D',
    );
  }
  return Math.sqrt(Math.max(0, variance));
}

function fromMeans(fields: StatisticsFields): WorkloadEstimate {
  fields.allowOnly(MEAN_KEYS, 'means and variances', ORDER_STATISTIC);
  if (MEANS.every((key) => !fields.has(key))) throw fields.missing('meanDecode', 'theta starts from both means');
  const meanPrefill = fields.nonNegative('meanPrefill', 'theta starts from both means');
  const meanDecode = meanDecodeOf(fields);
  const requests = fields.has('requests') ? fields.count('requests') : undefined;
  const varianceDecode = fields.nonNegative(
    'varianceDecode',
    'theta depends on how far decode lengths spread; or write `distribution: geometric`',
  );
  if (meanDecode === 1 && varianceDecode > 0) {
    throw new StatisticsError(
      'varianceDecode must be 0 where meanDecode is 1, as no request has fewer decode steps than 1.',
      'varianceDecode',
    );
  }
  const independent = meanPrefill + (meanDecode + varianceDecode / meanDecode - 1) / 2;
  const [low, high] = covarianceRange(fields, meanPrefill, meanDecode, varianceDecode);
  if (low === high) {
    const theta = independent + low / meanDecode;
    const point = { kind: 'point', requests, meanPrefill, meanDecode, covariance: low, theta } as const;
    return { ...point, thetaStandardError: standardErrorOf(fields), nu: undefined };
  }
  const thetaLow = independent + low / meanDecode;
  const thetaHigh = independent + high / meanDecode;
  const interval: IntervalEstimate = { kind: 'interval', requests, meanPrefill, meanDecode, thetaLow, thetaHigh };
  return interval;
}

/**
 * The covariance given, twice, or the range that the marginals leave it: |Cov| <= sdP sdD by Cauchy-Schwarz, and
 * Cov >= -E[P] (E[D] - 1), because D >= 1 and P >= 0 make E[P D] >= E[P].
 */
function covarianceRange(
  fields: StatisticsFields,
  meanPrefill: number,
  meanDecode: number,
  varianceDecode: number,
): readonly [number, number] {
  const lowest = -meanPrefill * (meanDecode - 1);
  if (!fields.has('covariance')) {
    const variancePrefill = fields.nonNegative(
      'variancePrefill',
      'without covariance, only both variances bound how prefill and decode lengths go together; give covariance for an exact theta',
    );
    const bound = Math.sqrt(variancePrefill) * Math.sqrt(varianceDecode);
    return bound === 0 ? [0, 0] : [Math.max(-bound, lowest), bound];
  }
  const covariance = fields.number('covariance');
  if (covariance < lowest - ROUNDED_STATISTIC * Math.abs(lowest)) {
    throw new StatisticsError(
      'covariance is below -meanPrefill × (meanDecode - 1), which no lengths with at least one decode step can give.',
      'covariance',
    );
  }
  const bound = fields.has('variancePrefill')
    ? Math.sqrt(fields.nonNegative('variancePrefill')) * Math.sqrt(varianceDecode)
    : varianceDecode === 0
      ? 0
      : Number.POSITIVE_INFINITY;
  if (Math.abs(covariance) > bound * (1 + ROUNDED_STATISTIC)) {
    throw new StatisticsError(
      'covariance is larger than the product of the two standard deviations, which is impossible; are the variances standard deviations?',
      'covariance',
    );
  }
  return [covariance, covariance];
}

/** P and D independent, each geometric on {1, 2, ...}: theta = E[P] + E[D] - 1, nu^2 = Var P + Var D. */
function geometric(fields: StatisticsFields): PointEstimate {
  const name = fields.raw('distribution');
  if (name !== 'geometric') {
    throw new StatisticsError(
      `distribution ${JSON.stringify(name)} is not known; geometric is the only one. Give variances and covariance, or a trace, instead.`,
      'distribution',
    );
  }
  fields.allowOnly(GEOMETRIC_KEYS, 'distribution: geometric', ORDER_STATISTIC);
  const meanPrefill = fields.nonNegative('meanPrefill', 'a geometric law is given by its mean');
  if (meanPrefill < 1) {
    throw new StatisticsError(`meanPrefill is ${meanPrefill}, but a geometric length is at least 1.`, 'meanPrefill');
  }
  const meanDecode = meanDecodeOf(fields);
  return {
    kind: 'point',
    requests: fields.has('requests') ? fields.count('requests') : undefined,
    meanPrefill,
    meanDecode,
    covariance: 0,
    theta: meanPrefill + meanDecode - 1,
    thetaStandardError: standardErrorOf(fields),
    nu: Math.sqrt(meanPrefill * (meanPrefill - 1) + meanDecode * (meanDecode - 1)),
  };
}

/** The standard error of theta, in tokens; undefined where the block does not give it. */
function standardErrorOf(fields: StatisticsFields): number | undefined {
  return fields.has('thetaStandardError') ? fields.nonNegative('thetaStandardError') : undefined;
}

function meanDecodeOf(fields: StatisticsFields): number {
  const meanDecode = fields.nonNegative('meanDecode', 'theta starts from both means');
  if (meanDecode < 1) {
    throw new StatisticsError(
      `meanDecode is ${meanDecode}, but every request has at least one decode step.`,
      'meanDecode',
    );
  }
  return meanDecode;
}

function atLeast(value: number, floor: number, key: string, message: string): void {
  if (value < floor * (1 - ROUNDED_SUM)) throw new StatisticsError(`${message}.`, key);
}

function finite(estimate: WorkloadEstimate): WorkloadEstimate {
  const numbers =
    estimate.kind === 'point' ? [estimate.theta, estimate.nu ?? 0] : [estimate.thetaLow, estimate.thetaHigh];
  if (!numbers.every(Number.isFinite)) {
    throw new StatisticsError('These numbers are too large: theta or nu is not finite. Check the units.');
  }
  return estimate;
}
