import { samePools } from '../provisioning/cycle/operating-point';
import type { TheoryPoint, TheorySweep } from '../sweep/sweep';

/** At most `most` points of a sweep, evenly, with both ends, the configured one, and the best one between its neighbours. */
export function fewerPoints({ points, configured, predicted }: TheorySweep, most: number): readonly TheoryPoint[] {
  if (points.length <= most) return points;
  const best = points.findIndex((point) => samePools(point, predicted));
  const named = points.filter((point, at) => Math.abs(at - best) <= 1 || samePools(point, configured));
  const steps = most - named.length;
  const even = Array.from({ length: steps }, (_, i) => points[Math.round((i * (points.length - 1)) / (steps - 1))]!);
  const kept = new Set([...named, ...even]);
  return points.filter((point) => kept.has(point));
}
