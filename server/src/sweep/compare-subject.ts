import { evaluate } from '../evaluation/evaluate';
import type { Evaluation } from '../evaluation/evaluation';
import type { Deployment } from '../manifest/deployment';
import type { Comparison } from '../strategy/comparison';
import type { StrategyQuestion } from '../strategy/question';
import { quote } from '../text/format';
import { strategyEvidence } from '../wording/strategy-evidence';
import { strategyHeaders, strategyRows } from '../wording/strategy-table';
import { unknownVerdictText, verdictText } from '../wording/strategy-verdict';
import { layoutLegend } from '../wording/strategy-words';
import { applyWhatIf } from './apply-what-if';
import type { ComparedStrategies, Strategies, StrategyTable } from './strategies';
import { strategyCurves } from './strategy-series';
import type { WhatIf } from './sweep';
import { type SweepSubject, titleOf } from './sweep-subject';

/** The strategies of a subject under a reader's changes, as far as they are compared by now. */
export function compareSubject(subject: SweepSubject, whatIf: WhatIf, nowMs: number): Strategies {
  const title = titleOf(subject.deployment);
  const changed = applyWhatIf(subject.deployment, subject.inputs, whatIf);
  if ('problem' in changed) return { kind: 'none', title, headline: changed.problem, notes: [] };
  // Microbatches are assumed for a sweep alone: who gives none asks the question of the manifest.
  const { microbatches } = whatIf.microbatches === undefined ? subject.deployment : changed.deployment;
  const deployment: Deployment = { ...changed.deployment, microbatches };
  const evaluation = evaluate(deployment, changed.inputs, subject.thresholds);
  const { reading, comparison } = evaluation.strategy;
  if (evaluation.loading || comparison?.kind === 'computing') return { kind: 'computing', title };
  if (reading.kind === 'unknown') return { kind: 'none', title, ...unknownVerdictText(reading.missing) };
  if (comparison?.kind !== 'ready') {
    const notes = comparison ? [`Why: ${quote(comparison.why)}; the log of AFD Lens says more.`] : [];
    return { kind: 'none', title, headline: 'The strategies could not be compared.', notes };
  }
  return compared({ deployment, evaluation, question: reading.question, comparison: comparison.value }, nowMs);
}

interface Answered {
  readonly deployment: Deployment;
  readonly evaluation: Evaluation;
  readonly question: StrategyQuestion;
  readonly comparison: Comparison;
}

function compared({ deployment, evaluation, question, comparison }: Answered, nowMs: number): ComparedStrategies {
  return {
    kind: 'ready',
    title: titleOf(deployment),
    ...verdictText(question, comparison),
    table: tableOf(question, comparison),
    ...strategyCurves(question, comparison),
    legend: layoutLegend(question),
    evidence: strategyEvidence(deployment, evaluation, question, nowMs),
  };
}

function tableOf(question: StrategyQuestion, comparison: Comparison): StrategyTable {
  const columns = Object.keys(strategyHeaders) as (keyof typeof strategyHeaders)[];
  return {
    headers: columns.map((column) => strategyHeaders[column]),
    rows: strategyRows(question, comparison).map((row) => ({
      strategy: row.strategy,
      feasible: row.feasible,
      best: row.feasible && row.againstBest === '',
      cells: columns.map((column) => row[column]),
      layout: [row.layout, row.step].filter((words) => words !== ''),
    })),
  };
}
