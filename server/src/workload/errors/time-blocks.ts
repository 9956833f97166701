import { addGroup, addRequest, emptyGroup, type GroupSums } from './group-sums';

/** Lengths of blocks in seconds; each is a multiple of the one before. */
const widths = [
  0.001, 0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 10_800, 43_200, 86_400, 604_800, 6_048_000, 60_480_000,
  604_800_000, 6_048_000_000,
] as const;

const mostBlocks = 256;

/** A block of time; `start` in seconds on the trace's clock. */
export interface TimeBlock {
  readonly start: number;
  readonly seconds: number;
  readonly sums: Readonly<GroupSums>;
}

/** Requests by their time of arrival, in whatever order they come, in blocks of equal length and constant memory. */
export class TimeBlocks {
  private readonly sums = new Map<number, GroupSums>();
  private width = 0;
  private low = Number.POSITIVE_INFINITY;
  private high = Number.NEGATIVE_INFINITY;

  add(prefill: number, decode: number, seconds: number): void {
    let index = this.indexOf(seconds);
    while (Math.max(this.high, index) - Math.min(this.low, index) >= mostBlocks) {
      if (this.width === widths.length - 1) return;
      this.widen();
      index = this.indexOf(seconds);
    }
    this.low = Math.min(this.low, index);
    this.high = Math.max(this.high, index);
    let group = this.sums.get(index);
    if (group === undefined) {
      group = emptyGroup();
      this.sums.set(index, group);
    }
    addRequest(group, prefill, decode);
  }

  /** The blocks that have a request, in the order of time. */
  blocks(): readonly TimeBlock[] {
    const seconds = widths[this.width]!;
    return [...this.sums.entries()]
      .sort(([a], [b]) => a - b)
      .map(([index, sums]) => ({ start: index * seconds, seconds, sums }));
  }

  private indexOf(seconds: number): number {
    return Math.floor(seconds / widths[this.width]!);
  }

  private widen(): void {
    const factor = Math.round(widths[this.width + 1]! / widths[this.width]!);
    const narrow = [...this.sums.entries()];
    this.width += 1;
    this.sums.clear();
    for (const [index, group] of narrow) {
      const wide = Math.floor(index / factor);
      const sums = this.sums.get(wide);
      if (sums === undefined) this.sums.set(wide, group);
      else addGroup(sums, group);
    }
    const indices = [...this.sums.keys()];
    this.low = Math.min(...indices);
    this.high = Math.max(...indices);
  }
}

/** Blocks joined to at most `most`, each as long as the next length of the list, aligned to it; at least `seconds` long. */
export function longerBlocks(blocks: readonly TimeBlock[], most: number, leastSeconds = 0): readonly TimeBlock[] {
  const from = blocks[0]?.seconds ?? 0;
  for (const seconds of widths.filter((width) => width >= Math.max(from, leastSeconds))) {
    const longer = joinedTo(blocks, seconds);
    if (longer.length <= most) return longer;
  }
  return joinedTo(blocks, widths.at(-1)!);
}

function joinedTo(blocks: readonly TimeBlock[], seconds: number): readonly TimeBlock[] {
  const longer = new Map<number, GroupSums>();
  for (const { start, sums } of blocks) {
    // The middle, so that rounding of the start cannot move it.
    const index = Math.floor((start + blocks[0]!.seconds / 2) / seconds);
    const group = longer.get(index) ?? emptyGroup();
    addGroup(group, sums);
    longer.set(index, group);
  }
  return [...longer].map(([index, sums]) => ({ start: index * seconds, seconds, sums }));
}
