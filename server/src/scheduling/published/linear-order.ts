import { formatCount } from '../../text/format';
import { admitInOrder } from '../admit-in-order';
import { KeyQueue } from '../key-queue';
import type { PlanBatch } from '../planned-queue';
import type { SchedulingRequest } from '../request';
import { volume } from '../volume';
import type { Refusal } from '../waiting-queue';
import type { RequestSizes } from './candidates';
import { candidatesOf, sortedBy, waitingCandidates } from './candidates';
import type { LinearSolver } from './linear-program';
import { swapLocally } from './select-swap';
import { meanStarts, startTimeProgram } from './start-time-program';

const buckets = 48;
/**
 * Requests of one program, and the sum of their squares over all programs of a run, none counted as less than 10: some
 * seconds each.
 */
const limits = { requests: 500, squares: 500_000 };

/**
 * Sorted-LP and LP-swap (2508.06133): batches in the order of the mean starts that the relaxation by start times gives.
 * The program is solved anew when a batch is planned and somebody came since; in a burst that is once. With `swap` each
 * batch is exchanged locally to lower F and goes by decode steps.
 */
export function linearOrder(
  requests: readonly SchedulingRequest[],
  sizes: RequestSizes,
  kvTokens: number,
  { solve, swap }: { solve: LinearSolver; swap: boolean },
): PlanBatch {
  const starts = new Float64Array(requests.length);
  let candidates = candidatesOf(sizes, [], kvTokens);
  let squares = 0;
  return (waits, newcomers) => {
    candidates = waitingCandidates(candidates, waits, newcomers);
    const waiting = candidates.byVolume;
    if (newcomers.length > 0) {
      squares += Math.max(10, waiting.length) ** 2;
      if (waiting.length > limits.requests) return tooMany(waiting.length);
      if (squares > limits.squares)
        return { why: 'its linear programs would take too long: there is one for every few arrivals' };
      const found = startsOf(
        waiting.map((request) => requests[request]!),
        kvTokens,
        solve,
      );
      if (!found) return { why: 'the solver found no solution of its linear program' };
      for (const [index, request] of waiting.entries()) starts[request] = found[index]!;
    }
    const members = fittingPrefix(
      [...waiting].sort((a, b) => starts[a]! - starts[b]!),
      sizes,
      kvTokens,
    );
    if (!swap) return members;
    const decodeSum = members.reduce((sum, member) => sum + sizes.decode[member]!, 0);
    return sortedBy(sizes, 'decode', swapLocally(candidates, { members, decodeSum }).members);
  };
}

function tooMany(count: number): Refusal {
  return {
    why: `its linear program is for at most ${limits.requests} waiting requests, and ${formatCount(count)} wait`,
  };
}

/** Mean starts over a clock that covers what smallest volume first needs. */
function startsOf(
  waiting: readonly SchedulingRequest[],
  kvTokens: number,
  solve: LinearSolver,
): Float64Array | undefined {
  const burst = waiting.map((request) => ({ ...request, arrival: 0 }));
  const question = { requests: burst, kvTokens, ageingSteps: undefined };
  const admissions = admitInOrder(question, new KeyQueue(burst.map(volume)));
  if ('why' in admissions) return undefined;
  const last = admissions.byEnd[burst.length - 1]!;
  const width = Math.ceil((admissions.starts[last]! + burst[last]!.decode) / buckets);
  const program = startTimeProgram(burst, kvTokens, { width, buckets });
  const solution = solve(program.program);
  return solution && meanStarts(program, solution.values, burst.length, width);
}

/** The first of an order whose peaks sum to at most M. */
function fittingPrefix(order: readonly number[], sizes: RequestSizes, kvTokens: number): number[] {
  let left = kvTokens;
  const past = order.findIndex((request) => {
    left -= sizes.peak[request]!;
    return left < 0;
  });
  return past < 0 ? [...order] : order.slice(0, past);
}
