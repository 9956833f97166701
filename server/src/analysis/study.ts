import type { SchedulingQuestion, SchedulingStudy } from '../scheduling/study';
import type { Comparison } from '../strategy/comparison';
import type { StrategyQuestion } from '../strategy/question';

/** What takes too long for an answer to a keystroke: plain data, so that a thread can work on it. */
export type Study =
  | { readonly kind: 'comparison'; readonly question: StrategyQuestion }
  | { readonly kind: 'schedule'; readonly question: SchedulingQuestion };

/** What comes out of a study. */
export interface StudyResults {
  readonly comparison: Comparison;
  readonly schedule: SchedulingStudy;
}

export type StudyResult<S extends Study> = StudyResults[S['kind']];
