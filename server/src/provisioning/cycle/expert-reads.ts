import type { Routing } from './operating-point';

/**
 * The expected share of the experts that at least one of so many rows goes to, 1 - (1 - k/E)^rows: experts chosen evenly,
 * and independently for each row. Source: docs/theory.md, "Experts".
 */
export function hitShare({ count, perToken }: Routing, rows: number): number {
  return -Math.expm1(rows * Math.log1p(-perToken / count));
}

/**
 * The expected number of distinct FFN workers that hold at least one of a row's k experts, which are k different ones of
 * E; the workers hold E/y experts each, as evenly as whole numbers allow. With more workers than experts a row still goes
 * to k of them. Source: docs/theory.md, "Fan-out".
 */
export function expectedFanOut(routing: Routing, ffn: number): number {
  const fewest = Math.floor(routing.count / ffn);
  const withOneMore = routing.count % ffn;
  return withOneMore * chosenShare(routing, fewest + 1) + (ffn - withOneMore) * chosenShare(routing, fewest);
}

/** The chance that at least one of the k experts is among `held` ones: 1 - C(E - held, k)/C(E, k). */
function chosenShare({ count, perToken }: Routing, held: number): number {
  let none = 1;
  for (let i = 0; i < perToken; i++) none *= Math.max(0, count - held - i) / (count - i);
  return 1 - none;
}
