import type { StrategiesReport } from '../../../server/src/cli/compare/compare-report';
import { strategyQuestion } from '../../../server/src/evaluation/strategy-question';
import type { Comparison } from '../../../server/src/strategy/comparison';
import { analyse } from '../../analysis/analysed';
import { rooflined } from '../../evaluation/rooflined';

/** A comparison about a deployment of 32 devices, called v3, with a TPOT of 20 ms asked. */
export function comparedOf(comparison: Comparison, objectives = { ttft: 0.5, tpot: 0.02 }): StrategiesReport {
  const { deployment, evaluation } = analyse(rooflined({ device: 'h800' })).documents[0]!;
  const reading = strategyQuestion(deployment!, evaluation!, objectives);
  if (reading.kind !== 'question') throw new Error(JSON.stringify(reading.missing));
  const { question } = reading;
  return {
    kind: 'compared',
    file: 'v3.afd.yaml',
    document: 0,
    deployment: deployment!,
    evaluation: evaluation!,
    question,
    comparison,
  };
}
