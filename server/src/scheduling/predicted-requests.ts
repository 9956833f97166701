import { randomStream } from '../simulation/random';
import type { SchedulingRequest } from './request';

/**
 * The requests as an order sees them: decode lengths times e^(noise z), z standard normal and independent, in whole steps,
 * at least 1 and at most what M leaves them. The same for every policy.
 */
export function predictedRequests(
  requests: readonly SchedulingRequest[],
  { predictionNoise, seed, kvTokens }: { predictionNoise: number; seed: number; kvTokens: number },
): readonly SchedulingRequest[] {
  if (predictionNoise === 0) return requests;
  const random = randomStream(seed);
  return requests.map((request) => {
    const decode = Math.round(request.decode * Math.exp(predictionNoise * random.normal()));
    return { ...request, decode: Math.max(1, Math.min(decode, kvTokens - request.prefill)) };
  });
}
