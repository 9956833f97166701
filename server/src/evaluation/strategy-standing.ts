import type { Deployment } from '../manifest/deployment';
import type { Comparison } from '../strategy/comparison';
import type { Inputs, StudyState } from './inputs';
import { type QuestionBasis, type StrategyQuestionOutcome, strategyQuestion } from './strategy-question';

/** How AFD compares with other ways of serving, as far as that is known now. */
export interface StrategyStanding {
  readonly reading: StrategyQuestionOutcome;
  /** Undefined where there is no question, or nobody computes. */
  readonly comparison: StudyState<Comparison> | undefined;
}

/** Asks a deployment's question, if it poses one, and says what is known of the answer. */
export function strategyStanding(deployment: Deployment, basis: QuestionBasis, inputs: Inputs): StrategyStanding {
  const reading = strategyQuestion(deployment, basis);
  const comparison = reading.kind === 'question' ? inputs.comparison?.(reading.question) : undefined;
  return { reading, comparison };
}
