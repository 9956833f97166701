import type { PrefillDecodeFronts, SizedFront } from './best-prefill-decode';
import { type DecodePoint, type DecodeServing, decodeFront } from './decode-front';
import type { Setting } from './group-steps';
import type { Limits } from './limits';
import type { Worth } from './pareto-front';
import type { PhaseWays } from './phase-ways';
import { type PrefillPoint, type PrefillServing, prefillFront } from './prefill-serving';
import { newTokens } from './prompt-seconds';
import type { SearchSpace } from './search-space';

/** The groups of both phases that strategies with prefill apart may use. */
export interface PhaseFronts {
  readonly withoutAfd: PrefillDecodeFronts;
  readonly afd: PrefillDecodeFronts;
}

/** Ways that take longer for a token or a prompt than the limits are left out. */
export function phaseFronts({ withoutAfd, afd, question }: SearchSpace, setting: Setting, limits: Limits): PhaseFronts {
  const { devices } = question;
  const decode: FrontOf<DecodeServing, DecodePoint> = (ways, beaten) => decodeFront(setting, ways, limits.tpot, beaten);
  const decoding = { withoutAfd: frontsOf(decode, withoutAfd.decode), afd: frontsOf(decode, afd.decode) };
  if (newTokens(question.workload) === 0) {
    return {
      withoutAfd: { devices, prefill: undefined, decode: decoding.withoutAfd },
      afd: { devices, prefill: undefined, decode: decoding.afd },
    };
  }
  const prefill: FrontOf<PrefillServing, PrefillPoint> = (ways, beaten) =>
    prefillFront(setting, ways, limits.ttft, beaten);
  const prefilling = frontsOf(prefill, withoutAfd.prefill);
  // Beside decoding with AFD, prefill may be either.
  const any = [...prefilling, ...frontsOf(prefill, afd.prefill, prefilling)];
  return {
    withoutAfd: { devices, prefill: prefilling, decode: decoding.withoutAfd },
    afd: { devices, prefill: any, decode: decoding.afd },
  };
}

/** The front of ways to use groups of one size, without what is beaten anyway. */
type FrontOf<Serving, Point> = (ways: readonly Serving[], beaten: readonly Worth[]) => readonly Point[];

/**
 * The fronts of groups with as many devices, and as many in a rank, without what several smaller groups of equal ranks give
 * on as many devices, and without what `others` do. Of further sizes only ways are tried that are like those on the fronts
 * of the next sizes.
 */
function frontsOf<Serving, Point extends Worth & { readonly serving: Serving }>(
  frontOf: FrontOf<Serving, Point>,
  { tried, further, like }: PhaseWays<Serving>,
  others: readonly SizedFront<Point>[] = [],
): readonly SizedFront<Point>[] {
  return [...tried].flatMap(([tensorParallel, sizes]) => {
    const fronts: SizedFront<Point>[] = [];
    const rivals = others.filter((front) => front.tensorParallel === tensorParallel);
    const add = (size: number, ways: readonly Serving[]): void => {
      if (ways.length === 0) return;
      const beaten = [...severalOf(rivals, size), ...severalOf(fronts, size)];
      const points = frontOf(ways, beaten);
      if (points.length > 0) fronts.push({ size, tensorParallel, points });
    };
    for (const { size, ways } of sizes) add(size, ways);
    const before = [...fronts];
    for (const size of further) {
      const above = before.findIndex((front) => front.size > size);
      const next = above < 0 ? before.slice(-1) : before.slice(Math.max(0, above - 1), above + 1);
      const exemplars = next.flatMap(({ points }) => spread(points, exemplarsOfFront).map(({ serving }) => serving));
      add(size, like(exemplars, size));
    }
    return fronts;
  });
}

/** Points of a front that stand for it. */
const exemplarsOfFront = 6;

/** So many of the items at equal distances, the last among them. */
function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  const distance = Math.max(1, items.length / count);
  const found: Item[] = [];
  for (let at = items.length - 1; at >= 0; at -= distance) found.push(items[Math.floor(at)]!);
  return found;
}

/** More groups than this are hardly better than fewer larger ones. */
const mostSeveral = 8;

/** What so many devices give in one or several groups that are no larger: of those that fit as often the largest. */
function severalOf(fronts: readonly SizedFront<Worth>[], devices: number): readonly Worth[] {
  const largest = new Map<number, SizedFront<Worth>>();
  for (const front of fronts) {
    const groups = Math.floor(devices / front.size);
    if (groups > 0 && groups <= mostSeveral && front.size > (largest.get(groups)?.size ?? 0))
      largest.set(groups, front);
  }
  return [...largest].flatMap(([groups, { points }]) =>
    points.map(({ cost, value }) => ({ cost, value: groups * value })),
  );
}
