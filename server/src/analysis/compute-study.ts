import type { Work } from '../background/work';
import { scheduleStudy } from '../scheduling/schedule-study';
import { compareStrategies } from '../strategy/compare-strategies';
import type { Study, StudyResult, StudyResults } from './study';

/** Studies as work for a thread. */
export const studyWork: Work<Study, StudyResult<Study>> = { name: 'studies', run: (study) => computeStudy(study) };

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
