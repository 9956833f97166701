import { studentT95 } from '../../provisioning/mathematics/student-t';
import { type GroupSums, joined, loadOf } from './group-sums';
import { errorsOfBlocks, fewestGroups } from './workload-errors';

/** theta of a half of a trace, with how far its 95 % interval reaches to either side, in KV tokens. */
export interface HalfTheta {
  readonly requests: number;
  readonly theta: number;
  readonly reach95: number;
}

/** What the halves of a trace, by their order and about as many requests each, say of theta. */
export interface Drift {
  readonly first: HalfTheta;
  readonly second: HalfTheta;
  /** True where theta of the second half lies outside the 95 % interval of the first. */
  readonly differs: boolean;
}

/** Undefined where the halves have too few blocks to tell an error. Source: docs/theory.md, "Errors of the workload". */
export function driftOf(blocks: readonly GroupSums[]): Drift | undefined {
  const used = blocks.filter(({ n }) => n > 0);
  if (used.length < 2 * fewestGroups) return undefined;
  const all = joined(used).n;
  let before = 0;
  const middle = used.findIndex(({ n }) => {
    before += n;
    return 2 * before >= all;
  });
  // The block in the middle goes where it makes the halves more alike.
  const cut = 2 * before - all > used[middle]!.n ? middle : middle + 1;
  const halves = [used.slice(0, cut), used.slice(cut)];
  if (halves.some(({ length }) => length < fewestGroups)) return undefined;
  const [first, second] = halves.map(halfOf);
  return { first: first!, second: second!, differs: Math.abs(second!.theta - first!.theta) > first!.reach95 };
}

function halfOf(blocks: readonly GroupSums[]): HalfTheta {
  const all = joined(blocks);
  const { theta } = loadOf(all);
  const reaches = errorsOfBlocks(blocks).map((errors) => errors.theta * studentT95(errors.groups));
  return { requests: all.n, theta, reach95: theta * Math.max(...reaches) };
}
