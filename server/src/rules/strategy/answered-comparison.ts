import type { Comparison } from '../../strategy/comparison';
import type { StrategyQuestion } from '../../strategy/question';
import type { Subject } from '../rule';

/**
 * A deployment's question about strategies with its answer, where there is one. Where a value is not as it must be, that
 * comes first: it may have been an objective.
 */
export function answeredComparison({
  evaluation,
  schemaProblems,
}: Pick<Subject, 'evaluation' | 'schemaProblems'>):
  | { readonly question: StrategyQuestion; readonly comparison: Comparison }
  | undefined {
  const { reading, comparison } = evaluation?.strategy ?? {};
  const isWhole = schemaProblems.every(({ kind }) => kind === 'unknown-key');
  return isWhole && reading?.kind === 'question' && comparison?.kind === 'ready'
    ? { question: reading.question, comparison: comparison.value }
    : undefined;
}
