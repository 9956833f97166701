import { logNormalCdf } from '../../../server/src/provisioning/mathematics/normal';

/** Phi(z), to about 1e-15 relative in both tails, from what the program computes: its logarithm. */
export function normalCdf(z: number): number {
  return z < 0 ? -Math.expm1(logNormalCdf(-z)) : Math.exp(logNormalCdf(z));
}
