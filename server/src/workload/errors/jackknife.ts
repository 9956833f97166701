import { addGroup, type GroupLoad, type GroupSums, joined, loadOf } from './group-sums';

/** Relative standard errors of theta, nu and the mean decode as groups of requests show them. */
export interface GroupedErrors {
  readonly theta: number;
  readonly nu: number;
  readonly meanDecode: number;
  /** Correlation of the errors of theta and nu. */
  readonly thetaNuCorrelation: number;
  /** Number of groups. */
  readonly groups: number;
}

/**
 * Relative standard errors by leaving out one group of requests after the other: with k groups the variance is (k - 1)/k
 * times the sum of squares of what that changes. Groups may be of any size; requests of different groups count as
 * independent, those of one group need not be. Undefined for fewer than two groups.
 * Source: Quenouille (1956), Tukey (1958); docs/theory.md, "Errors of the workload".
 */
export function jackknife(groups: readonly Readonly<GroupSums>[]): GroupedErrors | undefined {
  const used = groups.filter(({ n }) => n > 0);
  if (used.length < 2) return undefined;
  const all = joined(used);
  const whole = loadOf(all);
  const without = used.map((group): GroupLoad => {
    const rest = { ...all };
    addGroup(rest, group, -1);
    return loadOf(rest);
  });
  const deviations = {
    theta: relativeTo(
      whole.theta,
      without.map(({ theta }) => theta),
    ),
    nu: relativeTo(
      whole.nu,
      without.map(({ nu }) => nu),
    ),
    meanDecode: relativeTo(
      whole.meanDecode,
      without.map(({ meanDecode }) => meanDecode),
    ),
  };
  const covariance = (a: readonly number[], b: readonly number[]): number =>
    ((used.length - 1) / used.length) * a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  const { theta, nu, meanDecode } = deviations;
  const error = (of: readonly number[]): number => Math.sqrt(covariance(of, of));
  const scale = error(theta) * error(nu);
  return {
    theta: error(theta),
    nu: error(nu),
    meanDecode: error(meanDecode),
    thetaNuCorrelation: scale === 0 ? 0 : Math.min(1, Math.max(-1, covariance(theta, nu) / scale)),
    groups: used.length,
  };
}

/** A deviation below this share is what is lost in taking sums of a group out of those of all. */
const rounding = 1e-10;

/** By what share each value differs from the mean of them. */
function relativeTo(whole: number, values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => {
    const share = whole === 0 ? 0 : (value - mean) / whole;
    return Math.abs(share) < rounding ? 0 : share;
  });
}
