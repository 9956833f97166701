import type { Group } from './comparison';
import type { StrategyQuestion } from './question';

const fewGroups = 4;
/** The most devices of which each counts, so that groups of every size are tried. */
const fewDevices = 24;

/** Numbers of devices that a group may have, ascending: see docs/strategy.md, "Search". */
export function groupSizes(question: StrategyQuestion): readonly number[] {
  const { devices, costs } = question;
  if (devices <= fewDevices) return Array.from({ length: devices }, (_, i) => i + 1);
  const sizes = new Set<number>([devices]);
  for (let size = 1; size <= devices; size *= 2) sizes.add(size);
  for (let groups = 1; groups * groups <= devices; groups++) {
    if (devices % groups === 0) sizes.add(groups).add(devices / groups);
  }
  // Of groups of whole domains, and of few groups of whole ranks, the largest that so many fit.
  const domain = domainOf(question);
  const add = (part: number, groups: number): unknown => sizes.add(part * Math.floor(devices / (groups * part)));
  for (let groups = 1; groups * domain <= devices; groups++) add(domain, groups);
  for (const { tensorParallel } of costs.ranks) {
    for (let groups = 1; groups <= fewGroups && groups * tensorParallel <= devices; groups++)
      add(tensorParallel, groups);
  }
  return [...sizes].sort((a, b) => a - b);
}

/** From one number to the next, beyond the first few. */
const furtherGrowth = 1.08;
/** So many groups of a size or more leave few devices idle, whatever their size. */
const manyGroups = 8;

/**
 * Numbers of devices, beside those known, that a group may have where each phase has groups of its own, ascending: the sizes
 * of both decide how many devices are left idle. See docs/strategy.md, "Search".
 */
export function furtherSizes(question: StrategyQuestion, known: readonly number[]): readonly number[] {
  const { devices } = question;
  const domain = domainOf(question);
  const sizes = new Set<number>(known.map((size) => devices - size));
  const least = Math.max(1, Math.floor(devices / manyGroups));
  for (let size = least; size < devices; size = Math.max(size + 1, Math.floor(size * furtherGrowth))) {
    // Whole domains have less traffic between them.
    for (const one of [size, size - (size % domain)]) sizes.add(one).add(devices - one);
  }
  return [...sizes].filter((size) => size > 0 && !known.includes(size)).sort((a, b) => a - b);
}

/** Groups of which each device does attention and FFN. */
export function groupsWithoutAfd(question: StrategyQuestion, sizes: readonly number[]): readonly Group[] {
  const { devices, costs, largestGroupWithoutAfd = devices } = question;
  const { ranks, traffic } = costs;
  return ranks.flatMap(({ tensorParallel }) =>
    sizes
      .filter((size) => size <= largestGroupWithoutAfd)
      // Without routed experts, ranks have nothing to share; each is a group of its own.
      .filter((size) => (traffic.routing === undefined ? size === tensorParallel : size % tensorParallel === 0))
      .map((size): Group => ({ kind: 'withoutAfd', ranks: size / tensorParallel, tensorParallel })),
  );
}

/** Growth of the larger pool from one choice to the next, beyond the first few. */
const growth = 1.04;

/** Groups of attention ranks and FFN workers: all splits with a small pool of either, and of others one in so many. */
export function afdGroups(
  question: StrategyQuestion,
  sizes: readonly number[],
  splitGrowth = growth,
): readonly Group[] {
  const { devices, costs, configured } = question;
  const own = configured?.pools;
  return costs.ranks.flatMap(({ tensorParallel }) => {
    const all = sizes.flatMap((size) => splitsOf(size, tensorParallel, splitGrowth));
    const missing =
      own !== undefined &&
      own.attention * tensorParallel + own.ffn <= devices &&
      !all.some(([attention, ffn]) => attention === own.attention && ffn === own.ffn);
    if (missing) all.push([own.attention, own.ffn]);
    return all.flatMap(([attentionRanks, ffnWorkers]) =>
      sliceChoices(question, ffnWorkers).map(
        (ffnSlices): Group => ({ kind: 'afd', attentionRanks, tensorParallel, ffnWorkers, ffnSlices }),
      ),
    );
  });
}

/** In how many slices the FFN can be: as an attention rank, within a scale-up domain. With routed experts one. */
function sliceChoices({ costs }: StrategyQuestion, ffnWorkers: number): readonly number[] {
  if (costs.traffic.routing !== undefined || costs.ffn.ownReadTime === undefined) return [1];
  return costs.ranks.map(({ tensorParallel }) => tensorParallel).filter((slices) => ffnWorkers % slices === 0);
}

function splitsOf(size: number, tensorParallel: number, splitGrowth: number): [number, number][] {
  const most = Math.floor((size - 1) / tensorParallel);
  const counts = new Set<number>();
  for (let count = 1; count <= most; count = Math.max(count + 1, Math.floor(count * splitGrowth))) {
    counts.add(count);
    counts.add(most + 1 - count);
  }
  return [...counts].map((attention) => [attention, size - attention * tensorParallel]);
}

export function devicesOf(group: Group): number {
  return group.kind === 'withoutAfd'
    ? group.ranks * group.tensorParallel
    : group.attentionRanks * group.tensorParallel + group.ffnWorkers;
}

/** Devices that the scale-up network joins; 1 where there is none. */
function domainOf({ costs }: StrategyQuestion): number {
  return costs.traffic.scaleUp?.devices ?? 1;
}

/** Tokens of a chunk that are tried: engines' steps hold no more, and smaller ones only add steps. */
const chunkTokens = { fewest: 8, most: 16_384 };

/**
 * Chunks per prompt that are tried, ascending, each at most so many times the one before; below 1 a chunk holds several
 * prompts.
 */
export function chunkChoices(promptTokens: number, growth = 1.15): readonly number[] {
  if (promptTokens === 0) return [1];
  const choices: number[] = [];
  for (let prompts = 2; prompts * promptTokens <= chunkTokens.most; prompts *= 2) choices.unshift(1 / prompts);
  const fewest = Math.ceil(promptTokens / chunkTokens.most);
  for (let chunks = fewest; chunks === fewest || promptTokens / chunks >= chunkTokens.fewest; ) {
    choices.push(chunks);
    chunks = Math.max(chunks + 1, Math.floor(chunks * growth));
  }
  return choices;
}
