import { bendsWithPools, frozenAt } from '../provisioning/cycle/frozen-lines';
import type { OperatingPoint, Pools, StageLine } from '../provisioning/cycle/operating-point';
import type { MeanFieldOptimum } from '../provisioning/optimum/mean-field-optimum';
import { formatNumber, formatPools, formatRatioValue } from '../text/format';

/**
 * The closed form that gives r*, with its numbers: `r* = (tA - beta_F) / (alpha_F B) = (303.0 - 100) / (0.083 × 256) = 9.55`.
 * Parts of a stage that are no line in r are in the coefficients as they are at `pools`, and it says so.
 */
export function meanFieldFormula(point: OperatingPoint, pools: Pools, optimum: MeanFieldOptimum): string {
  const formula = formulaOfLines({ ...point, latency: frozenAt(point, pools) }, optimum);
  return bendsWithPools(point.latency) ? `${formula}, with experts and fan-out as at ${formatPools(pools)}` : formula;
}

function formulaOfLines({ load, batchSize, latency }: OperatingPoint, { ratio, candidates }: MeanFieldOptimum): string {
  const result = formatRatioValue(ratio);
  if (!Number.isFinite(ratio)) return 'r* is unbounded: neither FFN nor communication grows with the ratio';
  const { attention, communication, ffn, communicationScalesWith } = latency;
  const tA = attention.alpha * batchSize * load.theta + attention.beta;
  const balanced = (name: string, line: StageLine, with_: string, time: number) =>
    `r* = (${with_} - beta_${name}) / (alpha_${name} B) = (${formatNumber(time)} - ${formatNumber(line.beta)}) / (${formatNumber(line.alpha)} × ${formatNumber(batchSize)}) = ${result}`;
  const gives = (line: StageLine, time: number) =>
    line.alpha > 0 && near((time - line.beta) / (line.alpha * batchSize), ratio);
  if (gives(ffn, tA)) return balanced('F', ffn, 'tA', tA);
  if (communicationScalesWith === 'worker') {
    const tC = communication.alpha * batchSize + communication.beta;
    if (gives(ffn, tC)) return balanced('F', ffn, 'tC', tC);
  } else if (gives(communication, tA)) {
    return balanced('C', communication, 'tA', tA);
  }
  for (const [name, line] of [['F', ffn] as const, ['C', communication] as const]) {
    const peak = Math.sqrt((line.beta * latency.ffnCost) / (line.alpha * batchSize * latency.attentionCost));
    if (line.alpha > 0 && near(peak, ratio)) {
      const costs = latency.ffnCost === latency.attentionCost ? '' : ' × wF/wA';
      return `r* = sqrt(beta_${name}${costs} / (alpha_${name} B)) = sqrt(${formatNumber(line.beta)} / (${formatNumber(line.alpha)} × ${formatNumber(batchSize)})) = ${result}`;
    }
  }
  const crossing = candidates.communication !== undefined && near(candidates.communication, ratio);
  return crossing ? `r* = ${result}, where communication and FFN take equally long` : `r* = ${result}`;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
}
