import type { Group } from './comparison';
import type { PreparedGroup } from './group-steps';
import { similarGroups } from './similar-groups';

/** Ways to use groups of one kind for one phase. */
export interface PhaseWays<Serving> {
  /** By the devices of a rank, and then of a group, ascending. */
  readonly tried: ReadonlyMap<number, readonly WaysOfSize<Serving>[]>;
  /** Further sizes of groups, ascending. */
  readonly further: readonly number[];
  /** Those of a further size that are like these. */
  readonly like: (exemplars: readonly Serving[], size: number) => readonly Serving[];
}

export interface WaysOfSize<Serving> {
  readonly size: number;
  readonly ways: readonly Serving[];
}

/** A way to use a group: what of it does not depend on the group's size. */
interface AnyServing {
  readonly prepared: PreparedGroup;
  readonly microbatches: number;
}

/**
 * These ways to use groups, and later others like them. `likeWay` gives the one that uses a group as another way uses its
 * own; undefined where that does not fit in memory.
 */
export function phaseWays<Serving extends AnyServing>(
  tried: readonly Serving[],
  further: readonly number[],
  likeWay: (group: Group, exemplar: Serving) => Serving | undefined,
): PhaseWays<Serving> {
  const similar = new Map<Serving, Map<number, readonly Serving[]>>();
  const similarTo = (exemplar: Serving, size: number): readonly Serving[] =>
    computedOnce(
      computedOnce(similar, exemplar, () => new Map<number, readonly Serving[]>()),
      size,
      () => similarGroups(exemplar.prepared.group, size).flatMap((group) => likeWay(group, exemplar) ?? []),
    );
  return {
    tried: bySize(tried),
    further,
    like: (exemplars, size) => [...new Set(exemplars)].flatMap((exemplar) => similarTo(exemplar, size)),
  };
}

/** Those of the ways that are wanted, and later others like them. */
export function onlyWays<Serving>(ways: PhaseWays<Serving>, isWanted: (way: Serving) => boolean): PhaseWays<Serving> {
  const tried = [...ways.tried].map(
    ([devices, sizes]) =>
      [devices, sizes.map(({ size, ways: all }) => ({ size, ways: all.filter(isWanted) }))] as const,
  );
  return { ...ways, tried: new Map(tried) };
}

function computedOnce<Key, Value>(values: Map<Key, Value>, key: Key, compute: () => Value): Value {
  let value = values.get(key);
  if (value === undefined) {
    value = compute();
    values.set(key, value);
  }
  return value;
}

function bySize<Serving extends AnyServing>(
  servings: readonly Serving[],
): ReadonlyMap<number, readonly WaysOfSize<Serving>[]> {
  const byRank = new Map<number, Map<number, Serving[]>>();
  for (const serving of servings) {
    const { devices, group } = serving.prepared;
    const sizes = byRank.get(group.tensorParallel) ?? new Map<number, Serving[]>();
    byRank.set(group.tensorParallel, sizes);
    const ways = sizes.get(devices) ?? [];
    sizes.set(devices, ways);
    ways.push(serving);
  }
  return new Map(
    [...byRank].map(([tensorParallel, sizes]) => [
      tensorParallel,
      [...sizes].sort(([a], [b]) => a - b).map(([size, ways]) => ({ size, ways })),
    ]),
  );
}
