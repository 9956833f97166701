import type { AnswerForm, OperatingPoint } from './operating-point';

/**
 * The most specific answer the point gives facts for: pipeline with one to three microbatches in flight, else barrier
 * when nu is known, else mean-field. With four or more microbatches the pipeline term practically never binds.
 */
export function mostSpecificForm(point: OperatingPoint): AnswerForm {
  const { microbatches } = point;
  if (microbatches === 1 || microbatches === 2 || microbatches === 3) return 'pipeline';
  return point.load.nu === undefined ? 'mean-field' : 'barrier';
}
