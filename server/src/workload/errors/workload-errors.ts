import { normalQuantile } from '../../provisioning/mathematics/normal-quantile';
import { studentT95 } from '../../provisioning/mathematics/student-t';
import type { GroupSums } from './group-sums';
import { type GroupedErrors, jackknife } from './jackknife';
import { pairsOf } from './row-blocks';

/**
 * What kind of groups differ most from each other: single requests, stretches of the trace, or conversations. `alike`: no
 * request differs from another, so nothing tells how much others would.
 */
export type ErrorSource = 'requests' | 'time' | 'rows' | 'conversations' | 'alike';

/** How well a trace determines theta and nu: relative standard errors. */
export interface WorkloadErrors extends GroupedErrors {
  readonly by: ErrorSource;
  /** How many standard errors of theta a 95 % interval reaches to either side. */
  readonly reach95: number;
}

/** The groups of a trace's requests, each kind undefined where the trace has none of it. */
export interface RequestGroups {
  readonly scattered: readonly GroupSums[];
  /** In order. */
  readonly blocks: { readonly of: 'time' | 'rows'; readonly sums: readonly GroupSums[] } | undefined;
  readonly conversations: readonly GroupSums[] | undefined;
}

/** Fewer groups than this say too little of how much groups differ. */
export const fewestGroups = 8;

/** What groups of independent requests show by chance in one of ten traces says nothing against their independence. */
const chance = 0.9;

/**
 * The largest of the errors that the groupings show: of independent requests, and where groups differ by more than such
 * requests would, of stretches of any length from 1/256 to 1/8 of the trace, and of conversations. `independent`: the number of requests and theta's relative standard error by the
 * delta method. Undefined where one request is all there is. Source: docs/theory.md, "Errors of the workload".
 */
export function workloadErrors(
  { scattered, blocks, conversations }: RequestGroups,
  independent: { readonly requests: number; readonly theta: number },
): WorkloadErrors | undefined {
  const random = jackknife(scattered);
  if (random === undefined) return undefined;
  const { requests, theta } = independent;
  if (theta === 0 && random.theta === 0) return alike(requests);
  const isDelta = !exceeds(random, theta);
  const single: WorkloadErrors = isDelta
    ? { ...random, theta, groups: requests, by: 'requests', reach95: studentT95(requests) }
    : { ...random, by: 'requests', reach95: studentT95(random.groups) };
  const candidates = [
    ...(blocks ? errorsOfBlocks(blocks.sums).map((errors) => ({ ...errors, by: blocks.of })) : []),
    ...(conversations && conversations.length >= fewestGroups
      ? [{ ...jackknife(conversations)!, by: 'conversations' as const }]
      : []),
  ]
    .filter((errors) => exceeds(errors, single.theta))
    .map((errors): WorkloadErrors => ({ ...errors, reach95: studentT95(errors.groups) }));
  return candidates.reduce((most, each) => (reachOf(each) > reachOf(most) ? each : most), single);
}

/** Whether groups show a larger error than that of independent requests, by more than chance. */
function exceeds({ theta, groups }: GroupedErrors, independent: number): boolean {
  return theta > independent * Math.sqrt(largestMeanSquare(groups - 1));
}

/** What the mean square of so many standard normal numbers stays below in nine of ten cases. Source: Wilson and Hilferty (1931). */
function largestMeanSquare(freedom: number): number {
  const part = 2 / (9 * freedom);
  return (1 - part + normalQuantile(chance) * Math.sqrt(part)) ** 3;
}

/** As if token loads varied as much as their mean: what requests that are all alike say of others is nothing, and not that there are none. */
function alike(requests: number): WorkloadErrors {
  const error = 1 / Math.sqrt(requests);
  return {
    theta: error,
    nu: error,
    meanDecode: error,
    thetaNuCorrelation: 0,
    groups: requests,
    by: 'alike',
    reach95: studentT95(requests),
  };
}

/** By what share of theta a 95 % interval reaches to either side. */
export function reachOf({ theta, reach95 }: Pick<WorkloadErrors, 'theta' | 'reach95'>): number {
  return theta * reach95;
}

/** The errors of blocks in order, and of ever longer ones, two by two, down to the fewest that tell anything. */
export function errorsOfBlocks(blocks: readonly GroupSums[]): readonly GroupedErrors[] {
  const levels: GroupedErrors[] = [];
  for (let level = blocks.filter(({ n }) => n > 0); level.length >= fewestGroups; level = pairsOf(level)) {
    levels.push(jackknife(level)!);
  }
  return levels;
}
