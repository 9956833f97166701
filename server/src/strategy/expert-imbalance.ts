/**
 * How much of the throughput of even loads is left where devices get rows unevenly; 1 is all of it. `balance`, sigma, is
 * the rows of the mean device over those of the busiest. Source: arXiv 2602.09721, with the printed formulas for whole
 * nodes corrected; docs/strategy.md, "Imbalance".
 */

/**
 * The share of throughput kept by expert parallelism where attention takes `timeRatio` (lambda) times as long as the
 * FFN: only the FFN waits.
 */
export function wideEpShare(balance: number, timeRatio: number): number {
  return (timeRatio + 1) / (timeRatio + 1 / balance);
}

/** The share kept by AFD with attention resized by whole nodes: fewer that keep up, or more that wait; the better. */
export function wholeNodeAfdShare(balance: number, attention: number, ffn: number): number {
  const kept = balance * attention;
  const [fewer, more] = [Math.floor(kept), Math.ceil(kept)];
  if (more === 0) return 0;
  return Math.max(shareWith(fewer, attention, ffn), (shareWith(more, attention, ffn) * kept) / more);
}

/** Throughput per node with `kept` attention nodes over that with all `attention` nodes and even loads. */
function shareWith(kept: number, attention: number, ffn: number): number {
  const timeRatio = attention / ffn;
  return (((timeRatio + 1) / timeRatio) * kept) / (kept + ffn);
}
