import type { LatencyProfile } from '../latency/latency-profile';
import type { Pools } from '../provisioning/cycle/operating-point';
import type { StepLine } from '../scheduling/study';
import { secondsPerUnit } from '../text/format';

/**
 * Seconds in which every request in flight on an attention worker advances by one token: the largest of these lines of
 * the worker's KV tokens and requests, which its m microbatches share evenly. It is m E[tau] without the wait for slower
 * workers: attention, FFN, one direction of the link, and the way round of one microbatch. Undefined for a profile in
 * cycles. Source: docs/theory.md, "Pipeline".
 */
export function stepLines(
  { latency, timeUnit }: Pick<LatencyProfile, 'latency' | 'timeUnit'>,
  { attention, ffn }: Pools,
  microbatches: number,
): readonly StepLine[] | undefined {
  const unit = secondsPerUnit(timeUnit);
  if (unit === undefined) return undefined;
  const ratio = attention / ffn;
  const sent = latency.communicationScalesWith === 'bundle' ? ratio : 1;
  const ofAttention = {
    ...line(latency.attention.perRequest ?? 0, latency.attention.beta),
    perToken: latency.attention.alpha,
  };
  const ofFfn = line(latency.ffn.alpha * ratio, latency.ffn.beta);
  const ofLink = line(latency.communication.alpha * sent, latency.communication.beta);
  const inTurn = (stage: StepLine, share = 1): StepLine => ({
    perToken: stage.perToken * unit * share,
    perRequest: stage.perRequest * unit * share,
    perStep: microbatches * stage.perStep * unit * share,
  });
  const round = sum([ofAttention, ofFfn, ofLink]);
  return [inTurn(ofAttention), inTurn(ofFfn), inTurn(ofLink, 1 / 2), inTurn(round, 1 / microbatches)];
}

/** Mean lengths of the requests that an attention worker gets, and how many of them a second. */
export interface RequestFlow {
  readonly requestsPerSecond: number;
  /** E[P D + D (D + 1) / 2], token-steps. */
  readonly meanVolume: number;
  readonly meanDecode: number;
}

/**
 * Seconds of a step at the mean load. By Little's law requests that take a step of t seconds hold lambda t E[volume]
 * tokens and are lambda t E[D] in flight; t is the fixed point of the lines at that load, a closed form since each is
 * linear in t. Where that is more than the cache of M tokens holds, t is the step at a full cache.
 */
export function meanStepSeconds(lines: readonly StepLine[], load: RequestFlow, kvTokens: number): number {
  const { requestsPerSecond, meanVolume, meanDecode } = load;
  const full = { tokens: kvTokens, requests: (kvTokens * meanDecode) / meanVolume };
  const atFull = Math.max(...lines.map((each) => stepSeconds(each, full.tokens, full.requests)));
  const fixed = lines.map(({ perToken, perRequest, perStep }) => {
    const slope = requestsPerSecond * (perToken * meanVolume + perRequest * meanDecode);
    return slope < 1 ? perStep / (1 - slope) : Number.POSITIVE_INFINITY;
  });
  return Math.min(atFull, Math.max(...fixed));
}

function stepSeconds({ perToken, perRequest, perStep }: StepLine, tokens: number, requests: number): number {
  return perToken * tokens + perRequest * requests + perStep;
}

function line(perRequest: number, perStep: number): StepLine {
  return { perToken: 0, perRequest, perStep };
}

function sum(lines: readonly StepLine[]): StepLine {
  return lines.reduce((a, b) => ({
    perToken: a.perToken + b.perToken,
    perRequest: a.perRequest + b.perRequest,
    perStep: a.perStep + b.perStep,
  }));
}
