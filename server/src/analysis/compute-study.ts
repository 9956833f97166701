import { scheduleStudy } from '../scheduling/schedule-study';
import { compareStrategies } from '../strategy/compare-strategies';
import type { Study, StudyResult, StudyResults } from './study';

/** Answers a study, here and now. */
export function computeStudy<S extends Study>(study: S): StudyResult<S>;
export function computeStudy(study: Study): StudyResults[Study['kind']] {
  switch (study.kind) {
    case 'comparison':
      return compareStrategies(study.question);
    case 'schedule':
      return scheduleStudy(study.question);
  }
}
