import { batchScore } from '../../../server/src/scheduling/published/batch-score';
import type { Candidates } from '../../../server/src/scheduling/published/candidates';
import { candidatesOf, requestSizes } from '../../../server/src/scheduling/published/candidates';
import type { SchedulingRequest } from '../../../server/src/scheduling/request';
import { instances } from '../request-lists';

export function candidates(requests: readonly SchedulingRequest[], room: number): Candidates {
  return candidatesOf(
    requestSizes(requests),
    requests.map((_, i) => i),
    room,
  );
}

/** Few requests, so that all their sets can be tried. */
export const smallQueues = instances({ count: 10, kvTokens: 80, decode: 30, arrival: 0 }).map(
  ({ requests, kvTokens }) => candidates(requests, kvTokens),
);

/** Smallest F over all sets whose peaks fit into the room. */
export function leastScore({ sizes, byPeak }: Candidates, room: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let set = 1; set < 2 ** byPeak.length; set++) {
    const members = byPeak.filter((_, i) => (set >> i) & 1);
    const tokens = members.reduce((sum, member) => sum + sizes.peak[member]!, 0);
    if (tokens > room) continue;
    least = Math.min(
      least,
      batchScore(
        members.reduce((sum, member) => sum + sizes.decode[member]!, 0),
        members.length,
      ),
    );
  }
  return least;
}

/** What is wrong with a batch, apart from its score. */
export function flaws({ sizes, room }: Candidates, batch: { members: readonly number[]; decodeSum: number }): string[] {
  const sum = (values: Float64Array): number => batch.members.reduce((total, member) => total + values[member]!, 0);
  return [
    ...(batch.members.length === 0 ? ['no member'] : []),
    ...(new Set(batch.members).size < batch.members.length ? ['a member twice'] : []),
    ...(sum(sizes.peak) > room ? ['more than fits'] : []),
    ...(sum(sizes.decode) !== batch.decodeSum ? ['a wrong sum of decode steps'] : []),
  ];
}
