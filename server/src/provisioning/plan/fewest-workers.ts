import { lastOfPrefix } from '../mathematics/unimodal-search';
import { plan } from './plan';
import type { PlanQuestion } from './plan-question';

/**
 * The fewest workers, up to `most`, of which there is a choice; undefined where there is none. More workers leave every
 * choice of fewer, with some of them unused.
 */
export function fewestWorkers(question: PlanQuestion, most: number): number | undefined {
  const none = (workers: number): boolean => plan({ ...question, workers, most: 1 }).kind === 'none';
  const last = lastOfPrefix(none, 1, most) ?? 0;
  return last === most ? undefined : last + 1;
}
