import type { Group } from './comparison';
import type { StrategyQuestion } from './question';

/** Numbers of devices that a group may have, ascending: see docs/strategy.md, "Search". */
export function groupSizes(devices: number, domain: number): readonly number[] {
  const sizes = new Set<number>([devices]);
  for (let size = 1; size <= devices; size *= 2) sizes.add(size);
  for (let groups = 1; groups * groups <= devices; groups++) {
    if (devices % groups === 0) sizes.add(groups).add(devices / groups);
  }
  // Of groups of whole domains, the largest that so many fit.
  for (let groups = 1; groups * domain <= devices; groups++) {
    sizes.add(domain * Math.floor(devices / (groups * domain)));
  }
  return [...sizes].sort((a, b) => a - b);
}

/** Groups of which each device does attention and FFN. */
export function sharedGroups(question: StrategyQuestion): readonly Group[] {
  const { devices, costs, largestSharedGroup = devices } = question;
  const { ranks, traffic } = costs;
  const sizes = groupSizes(devices, domainOf(question)).filter((size) => size <= largestSharedGroup);
  return ranks.flatMap(({ tensorParallel }) =>
    sizes
      // Without routed experts, ranks have nothing to share; each is a group of its own.
      .filter((size) => (traffic.routing === undefined ? size === tensorParallel : size % tensorParallel === 0))
      .map((size): Group => ({ kind: 'shared', ranks: size / tensorParallel, tensorParallel })),
  );
}

/** Growth of the larger pool from one choice to the next, beyond the first few. */
const growth = 1.04;

/** Groups of attention ranks and FFN workers: all splits with a small pool of either, and of others one in so many. */
export function splitGroups(question: StrategyQuestion, splitGrowth = growth): readonly Group[] {
  const { devices, costs, configured } = question;
  const sizes = groupSizes(devices, domainOf(question)).filter((size) => size > 1);
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
        (ffnSlices): Group => ({ kind: 'split', attentionRanks, tensorParallel, ffnWorkers, ffnSlices }),
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
  return group.kind === 'shared'
    ? group.ranks * group.tensorParallel
    : group.attentionRanks * group.tensorParallel + group.ffnWorkers;
}

/** Devices that the scale-up network joins; 1 where there is none. */
export function domainOf({ costs }: StrategyQuestion): number {
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
