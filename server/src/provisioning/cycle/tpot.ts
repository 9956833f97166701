import { cycleTime } from './cycle-time';
import type { AnswerForm, OperatingPoint, Pools } from './operating-point';

/**
 * Mean time between two output tokens of one request, in the profile's time unit: with m microbatches taking turns a
 * request steps once in m cycles, so m E[tau]. Undefined where m is unknown. Source: docs/theory.md, "Pipeline".
 */
export function timePerOutputToken(point: OperatingPoint, pools: Pools, form: AnswerForm): number | undefined {
  return point.microbatches === undefined ? undefined : point.microbatches * cycleTime(point, pools, form);
}
