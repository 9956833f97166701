import type { Deployment } from '../manifest/deployment';
import type { OperatingPoint, Pools } from '../provisioning/cycle/operating-point';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import { timePerOutputToken } from '../provisioning/cycle/tpot';
import { wholeNodeAfdShare, wideEpShare } from '../strategy/expert-imbalance';
import { secondsPerUnit } from '../text/format';
import type { Evaluation } from './evaluation';
import { ffnHoldsPools, memoryModel } from './memory-use';
import { stepOf } from './sizing-limits';

/** What uneven experts cost a deployment, as shares of the throughput of even ones. */
export interface ImbalanceLoss {
  readonly balance: number;
  /** With AFD, even if attention is resized by whole workers to what the busiest FFN worker bears. */
  readonly afd: number;
  readonly wideEp: number;
  /** Attention workers at which AFD loses hardly more than wide expert parallelism, and that are predicted to give no less. */
  readonly instead: Pools | undefined;
}

/** What AFD may lose more than expert parallelism before it is said. Source: scheduling and design space, D8. */
const leastDifference = 0.02;

/**
 * What AFD loses to the stated balance because its pools change by whole workers only; undefined where that is hardly more
 * than wide expert parallelism loses, or where the FFN has time to spare. Source: docs/strategy.md, "Imbalance".
 */
export function imbalanceLoss(deployment: Deployment, evaluation: Evaluation): ImbalanceLoss | undefined {
  const { sizing, profile, hardware } = evaluation;
  const balance = deployment.hardware.expertBalance;
  if (balance === undefined || balance === 1 || !sizing || !profile?.latency.ffn.experts) return undefined;
  const { pools, point, form, stageTimes } = sizing;
  // One FFN worker has all experts.
  if (pools.ffn === 1) return undefined;
  const uneven = withBalance(point, balance);
  const throughput = (at: OperatingPoint, of: Pools): number => throughputPerInstance(at, of, form);
  const timeRatio = (of: Pools): number => (of.attention * stageTimes.attention) / (of.ffn * stageTimes.ffn);
  const wideEp = 1 - wideEpShare(balance, timeRatio(pools));
  const lossOf = (of: Pools): number => 1 - wholeNodeAfdShare(balance, of.attention, of.ffn);
  const afd = lossOf(pools);
  const most = wideEp + leastDifference;
  const predicted = 1 - throughput(uneven, pools) / throughput(point, pools);
  if (Math.min(afd, predicted) <= most) return undefined;
  const holds = ffnHoldsPools(deployment, memoryModel(deployment, hardware));
  const limit = deployment.tpotSeconds && deployment.tpotSeconds.value / (secondsPerUnit(profile.timeUnit) ?? 1);
  const step = stepOf(deployment.attention!);
  const instead = Array.from({ length: Math.floor((4 * pools.attention) / step) }, (_, index) => (index + 1) * step)
    .sort((a, b) => Math.abs(a - pools.attention) - Math.abs(b - pools.attention))
    .map((attention): Pools => ({ attention, ffn: pools.ffn }))
    .find(
      (other) =>
        lossOf(other) <= most &&
        throughput(point, other) >= throughput(point, pools) &&
        throughput(uneven, other) >= throughput(uneven, pools) &&
        (limit === undefined || (timePerOutputToken(uneven, other, form) ?? 0) <= limit) &&
        holds?.(other) !== false,
    );
  return { balance, afd, wideEp, instead };
}

/** The busiest FFN worker has more rows; the weights that it reads are the same. */
function withBalance(point: OperatingPoint, balance: number): OperatingPoint {
  const { ffn } = point.latency;
  return { ...point, latency: { ...point.latency, ffn: { ...ffn, alpha: ffn.alpha / balance } } };
}
