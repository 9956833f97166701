import { expectedFanOut, hitShare } from '../provisioning/cycle/expert-reads';
import type { OperatingPoint, Pools } from '../provisioning/cycle/operating-point';
import { expertReadTime, rowsPerFfn } from '../provisioning/cycle/stage-times';
import { formatCounted, formatNumber, formatShare } from '../text/format';

/** What the mean attention time is summed up from: `0.0017 × 256 × 599 + 0.12 × 256 requests + 50`. */
export function attentionSum({ latency, batchSize, load }: OperatingPoint): string {
  const { alpha, perRequest, capped = [], beta } = latency.attention;
  const requests = formatNumber(batchSize);
  return [
    `${formatNumber(alpha)} × ${requests} × ${formatNumber(load.theta)}`,
    ...(perRequest ? [`${formatNumber(perRequest)} × ${requests} requests`] : []),
    ...capped.map(
      (reads) =>
        `${formatNumber(reads.alpha)} × ${requests} × ${formatNumber(Math.min(load.theta, reads.tokens))} tokens of layers that read at most ${formatNumber(reads.tokens)}`,
    ),
    formatNumber(beta),
  ].join(' + ');
}

/** What the FFN time is summed up from: `0.083 × 2,560 rows + 30 for reading 100 % of the experts on 2 workers + 100`. */
export function ffnSum(point: OperatingPoint, pools: Pools): string {
  const { alpha, experts, beta } = point.latency.ffn;
  const rows = rowsPerFfn(point.batchSize, pools, point.sharing);
  return [
    `${formatNumber(alpha)} × ${formatNumber(rows)} rows`,
    ...(experts
      ? [
          `${formatNumber(expertReadTime(point.latency.ffn, point.batchSize, pools))} for reading ${formatShare(hitShare(experts, pools.attention * point.batchSize))} of the experts, shared by ${formatCounted(pools.ffn, 'FFN worker')}`,
        ]
      : []),
    formatNumber(beta),
  ].join(' + ');
}

/** What the communication time is summed up from: `0.022 × 2,560 rows × 1.9 of 2 FFN workers + 20`. */
export function communicationSum(point: OperatingPoint, pools: Pools): string {
  const { communication, communicationScalesWith } = point.latency;
  const rows =
    communicationScalesWith === 'bundle' ? rowsPerFfn(point.batchSize, pools, point.sharing) : point.batchSize;
  const destinations = communication.fanOut
    ? ` × ${formatNumber(expectedFanOut(communication.fanOut, pools.ffn))} of ${formatCounted(pools.ffn, 'FFN worker')}`
    : '';
  return `${formatNumber(communication.alpha)} × ${formatNumber(rows)} rows${destinations} + ${formatNumber(communication.beta)}`;
}
