import { expectedFanOut } from './expert-reads';
import type { LatencyModel, OperatingPoint, Pools } from './operating-point';
import { expertReadTime, timeOfRequests } from './stage-times';

/**
 * The latency model with every stage a plain line, equal to the given one at the point and pools: time per request and
 * the reading of experts are part of the intercepts, the fan-out of the communication slope. A model of plain lines comes
 * back as it is. Source: docs/theory.md, "Mean-field optimum".
 */
export function frozenAt(point: Pick<OperatingPoint, 'latency' | 'batchSize' | 'load'>, pools: Pools): LatencyModel {
  const { latency, batchSize, load } = point;
  const { attention, communication, ffn } = latency;
  if (isPlain(latency)) return latency;
  const destinations = communication.fanOut === undefined ? 1 : expectedFanOut(communication.fanOut, pools.ffn);
  return {
    ...latency,
    attention: { alpha: attention.alpha, beta: attention.beta + timeOfRequests(attention, batchSize, load.theta) },
    communication: { alpha: communication.alpha * destinations, beta: communication.beta },
    ffn: { alpha: ffn.alpha, beta: ffn.beta + expertReadTime(ffn, batchSize, pools) },
  };
}

function isPlain(latency: LatencyModel): boolean {
  const { perRequest, capped } = latency.attention;
  return perRequest === undefined && capped === undefined && !bendsWithPools(latency);
}

/** Whether a stage time is no line in the rows of an FFN worker: the FFN workers share out experts, or rows fan out to them. */
export function bendsWithPools({ communication, ffn }: LatencyModel): boolean {
  return communication.fanOut !== undefined || ffn.experts !== undefined;
}
