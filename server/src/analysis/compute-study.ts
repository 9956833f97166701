import { scheduleStudy } from '../scheduling/schedule-study';
import type { Study, StudyResult, StudyResults } from './study';

/** Answers a study, here and now. */
export function computeStudy<S extends Study>(study: S): StudyResult<S>;
export function computeStudy(study: Study): StudyResults[Study['kind']] {
  switch (study.kind) {
    case 'comparison':
      throw new Error('The comparison is not there yet.');
    case 'schedule':
      return scheduleStudy(study.question);
  }
}
