import type { Comparison } from '../../strategy/comparison';
import { leastBytesWithoutAfd } from '../../strategy/least-bytes-without-afd';
import type { StrategyQuestion } from '../../strategy/question';
import { formatAmount, formatCounted } from '../../text/format';
import { bestOption, verdictText } from '../../wording/strategy-verdict';
import { objectiveWords } from '../../wording/strategy-words';
import { finding, type Rule } from '../rule';
import { answeredComparison } from './answered-comparison';

export const afdRequired: Rule = {
  code: 'AFD602',
  title: 'AFD required',
  severity: 'info',
  check(subject) {
    const { deployment } = subject;
    const answered = answeredComparison(subject);
    if (!deployment || answered?.comparison.verdict !== 'required') return [];
    const { question, comparison } = answered;
    if (!question.calibrated) return [];
    const range = deployment.lensRange;
    return [
      finding(afdRequired, range, `Only AFD ${why(question, comparison)}; ${load(question, comparison)}.`, {
        related: verdictText(question, comparison).notes.map((message) => ({ message, range })),
      }),
    ];
  },
};

function why(question: StrategyQuestion, { requiredFor }: Comparison): string {
  const { devices, objectives } = question;
  if (requiredFor === 'objectives') return `keeps ${objectiveWords(objectives)} on ${formatCounted(devices, 'device')}`;
  const least = leastBytesWithoutAfd(question);
  const needs =
    least && least.attention > least.capacity
      ? `: aggregated serving needs ${formatAmount(least.attention, 'B')} a device of ${formatAmount(least.capacity, 'B')}`
      : '';
  return `fits in memory${needs}`;
}

/** How little it may be that AFD serves there. */
function load({ objectives }: StrategyQuestion, comparison: Comparison): string {
  const best = bestOption(comparison, true);
  if (!best) return `it misses ${objectiveWords(objectives) || 'the objectives'}`;
  return `expect about ${formatCounted(Math.max(1, Math.round(best.point.concurrency)), 'request')} in flight`;
}
