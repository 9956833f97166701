/** The fractional part of the golden ratio; its multiples fill an interval as evenly as can be, without a period. */
const golden = 0.6180339887498949;

/** All rows, or about `most` of them: spread over all, in their order, and blind to anything periodic in it. */
export function sampleOf<T>(rows: readonly T[], most: number): readonly T[] {
  if (rows.length <= most) return rows;
  const share = most / rows.length;
  return rows.filter((_, index) => (index * golden) % 1 < share);
}
