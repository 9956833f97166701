/** Above it a number of tokens is a slip of the pen. */
export const mostTokens = 1e12;

/**
 * A whole number of tokens from 1, as people write it: `500000`, `500k`, `1.2M`; above `mostTokens` too, for the caller to
 * judge. Undefined for any other text.
 */
export function readTokenCount(text: string): number | undefined {
  const match = /^(\d+)(?:\.(\d+))?([kM]?)$/.exec(text);
  // Digits and power of ten are read together, so that 1.1M is 1,100,000 and no fraction of it off.
  const value = match ? Number(`${match[1]}.${match[2] ?? 0}e${{ '': 0, k: 3, M: 6 }[match[3]!]}`) : Number.NaN;
  return Number.isInteger(value) && value >= 1 ? value : undefined;
}
