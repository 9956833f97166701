import type { Evaluation } from '../evaluation/evaluation';
import type { Deployment } from '../manifest/deployment';
import { explainDeployment } from './derivation';
import type { Explanation } from './explanation';
import { memoryLines } from './memory-lines';

/** The derivation of one deployment, for who looks at its batch size: with the KV budget before the stages. */
export function explainBatchSize(deployment: Deployment, evaluation: Evaluation, nowMs: number): Explanation {
  const whole = explainDeployment(deployment, evaluation, nowMs);
  const [kvCache] = memoryLines(deployment, evaluation);
  if (kvCache === undefined) return whole;
  return {
    ...whole,
    headline: `${whole.headline}\n\n${kvCache}`,
    derivation: whole.derivation.filter((line) => line !== kvCache),
  };
}
