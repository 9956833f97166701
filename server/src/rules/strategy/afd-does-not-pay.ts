import type { StrategyQuestion } from '../../strategy/question';
import { formatCounted } from '../../text/format';
import { verdictText } from '../../wording/strategy-verdict';
import { objectiveWords } from '../../wording/strategy-words';
import { finding, type Rule } from '../rule';
import { answeredComparison } from './answered-comparison';

export const afdDoesNotPay: Rule = {
  code: 'AFD601',
  title: 'AFD does not pay',
  severity: 'warning',
  check(subject) {
    const { deployment, thresholds } = subject;
    const answered = answeredComparison(subject);
    if (!deployment || answered?.comparison.verdict !== 'doesNotPay') return [];
    const { headline, notes } = verdictText(answered.question, answered.comparison);
    const range = deployment.lensRange;
    // What AFD loses at least; all where it keeps the objectives nowhere.
    const { high = -1 } = answered.comparison.gain ?? {};
    const severity = 1 / (1 + high) - 1 >= thresholds.minGain ? 'warning' : 'info';
    return [
      finding(afdDoesNotPay, range, headline.replaceAll('**', ''), {
        severity,
        related: [conditions(answered.question), ...notes].map((message) => ({ message, range })),
      }),
    ];
  },
};

/** Under which it holds: who has more devices for prefill asks another question. */
function conditions({ devices, objectives }: StrategyQuestion): string {
  return `Each strategy prefills and decodes on the same ${formatCounted(devices, 'device')}, within ${objectiveWords(objectives)}.`;
}
