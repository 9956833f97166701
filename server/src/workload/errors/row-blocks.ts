import { addGroup, addRequest, emptyGroup, type GroupSums } from './group-sums';

const mostBlocks = 256;

/** A file in which so few neighbours are out of the order of their lengths was sorted by them. */
const sortedShare = 0.02;

/** Blocks of consecutive requests in the order of the file, all of the same number but the last, in constant memory. */
export class RowBlocks {
  private sums: GroupSums[] = [];
  private perBlock = 1;
  private count = 0;
  private last: readonly [prefill: number, decode: number] | undefined;
  private readonly rises = { prefill: 0, decode: 0 };
  private readonly falls = { prefill: 0, decode: 0 };

  add(prefill: number, decode: number): void {
    this.compare(prefill, decode);
    if (this.count === mostBlocks * this.perBlock) this.halve();
    const place = Math.floor(this.count / this.perBlock);
    this.count += 1;
    this.sums[place] ??= emptyGroup();
    addRequest(this.sums[place], prefill, decode);
  }

  blocks(): readonly GroupSums[] {
    return this.sums;
  }

  /** True where the file is sorted by one of the lengths: its order then says nothing of time. */
  isSorted(): boolean {
    const pairs = this.count - 1;
    return (
      pairs >= 20 &&
      (['prefill', 'decode'] as const).some(
        (length) =>
          Math.min(this.rises[length], this.falls[length]) <= sortedShare * pairs &&
          Math.max(this.rises[length], this.falls[length]) > 0,
      )
    );
  }

  private compare(prefill: number, decode: number): void {
    if (this.last !== undefined) {
      const [before, stepsBefore] = this.last;
      if (prefill > before) this.rises.prefill += 1;
      else if (prefill < before) this.falls.prefill += 1;
      if (decode > stepsBefore) this.rises.decode += 1;
      else if (decode < stepsBefore) this.falls.decode += 1;
    }
    this.last = [prefill, decode];
  }

  private halve(): void {
    this.sums = pairsOf(this.sums);
    this.perBlock *= 2;
  }
}

/** Neighbouring groups two by two. */
export function pairsOf(groups: readonly Readonly<GroupSums>[]): GroupSums[] {
  const pairs: GroupSums[] = [];
  for (const [index, group] of groups.entries()) {
    if (index % 2 === 0) pairs.push({ ...group });
    else addGroup(pairs.at(-1)!, group);
  }
  return pairs;
}
