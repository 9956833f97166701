import { addRequest, emptyGroup, type GroupSums } from './group-sums';

const groupCount = 256;

/**
 * Groups of requests that have nothing to do with their order: each request by itself while there are few, and later
 * every so-manieth. What differs among them tells the error of independent requests.
 */
export class ScatteredGroups {
  private readonly sums: GroupSums[] = [];
  private count = 0;

  add(prefill: number, decode: number): void {
    const place = this.count < groupCount ? this.count : scattered(this.count);
    this.count += 1;
    this.sums[place] ??= emptyGroup();
    addRequest(this.sums[place], prefill, decode);
  }

  groups(): readonly GroupSums[] {
    return this.sums;
  }
}

/** Source: the 32-bit finaliser of MurmurHash3 (Austin Appleby). */
function scattered(index: number): number {
  let mixed = Math.imul(index ^ (index >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) & (groupCount - 1);
}
