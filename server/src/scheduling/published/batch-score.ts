/** Numbers of requests that Sorted-F starts together, and the decode steps of all of them. */
export interface Batch {
  readonly members: readonly number[];
  readonly decodeSum: number;
}

/** F(X) = (sum of D over X)/|X|^2, which Sorted-F makes small (2508.06133): mean decode steps over the batch's size. */
export function batchScore(decodeSum: number, size: number): number {
  return size === 0 ? Number.POSITIVE_INFINITY : decodeSum / (size * size);
}

/** Whether F falls when a request joins a batch of `size`: D < (mean D)(2 + 1/|X|). Derived in docs/scheduling.md. */
export function joins(decode: number, decodeSum: number, size: number): boolean {
  return size === 0 || decode * size * size < decodeSum * (2 * size + 1);
}
