import type { AnswerForm, OperatingPoint } from '../cycle/operating-point';

/**
 * The most specific answer the point gives facts for: pipeline where the number of microbatches is known, else barrier
 * where nu is, else mean-field.
 */
export function mostSpecificForm(point: OperatingPoint): AnswerForm {
  if (point.microbatches !== undefined) return 'pipeline';
  return point.load.nu === undefined ? 'mean-field' : 'barrier';
}
