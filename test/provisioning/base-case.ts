import type { LatencyModel, OperatingPoint } from '../../server/src/provisioning/cycle/operating-point';

/** arXiv 2601.21351 v1 Table 2, communication over the bundle's batch. */
export const table2: LatencyModel = {
  attention: { alpha: 0.00165, beta: 50 },
  communication: { alpha: 0.022, beta: 20 },
  ffn: { alpha: 0.083, beta: 100 },
  communicationScalesWith: 'bundle',
  attentionCost: 1,
  ffnCost: 1,
};

/** Geometric decode lengths from 1 (mean 500) and prefill lengths from 1 (mean 100): theta 599, nu 509.31. */
export const baseCase: OperatingPoint = {
  load: { theta: 599, nu: Math.sqrt(499 * 500 + 99 * 100) },
  batchSize: 256,
  latency: table2,
  microbatches: 3,
};

/** A measured value agrees with a printed one when it rounds to it. */
export function assertPrinted(actual: number, printed: string, what = printed): void {
  const decimals = printed.split('.')[1]?.length ?? 0;
  const slack = 0.5 * 10 ** -decimals * (1 + 1e-9);
  if (!(Math.abs(actual - Number(printed)) <= slack))
    throw new Error(`${what}: printed ${printed}, computed ${actual}`);
}
