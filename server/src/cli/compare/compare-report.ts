import type { Evaluation } from '../../evaluation/evaluation';
import type { Deployment } from '../../manifest/deployment';
import type { Comparison } from '../../strategy/comparison';
import type { StrategyQuestion } from '../../strategy/question';

/** A deployment with its comparison of serving strategies, or with what keeps it from one, for the output formats. */
export type ComparedDeployment = StrategiesReport | NotCompared;

interface CompareSubject {
  /** As the user named it. */
  readonly file: string;
  /** From 0. */
  readonly document: number;
  readonly deployment: Deployment;
  readonly evaluation: Evaluation;
}

export interface StrategiesReport extends CompareSubject {
  readonly kind: 'compared';
  readonly question: StrategyQuestion;
  readonly comparison: Comparison;
}

export interface NotCompared extends CompareSubject {
  readonly kind: 'unknown';
  /** What to provide; sentences without their full stop. */
  readonly missing: readonly { readonly message: string }[];
}
