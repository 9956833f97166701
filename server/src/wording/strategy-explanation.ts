import type { Evaluation } from '../evaluation/evaluation';
import type { Deployment } from '../manifest/deployment';
import type { Comparison } from '../strategy/comparison';
import type { StrategyQuestion } from '../strategy/question';
import { formatCounted, quote } from '../text/format';
import type { Explanation } from './explanation';
import { strategyEvidence } from './strategy-evidence';
import { strategyHeaders, strategyRows } from './strategy-table';
import { unknownVerdictText, verdictText } from './strategy-verdict';
import { layoutLegend } from './strategy-words';

/**
 * Whether AFD pays for a deployment: the verdict, the strategies beside each other, what to use instead, and on what
 * evidence; or what to provide. Undefined where nobody compares.
 */
export function explainStrategies(
  deployment: Deployment,
  evaluation: Evaluation,
  nowMs: number,
): Explanation | undefined {
  const { reading, comparison } = evaluation.strategy;
  if (reading.kind === 'unknown') {
    const { headline, notes } = unknownVerdictText(reading.missing);
    return { headline, table: undefined, derivation: notes, evidence: [] };
  }
  const evidence = strategyEvidence(deployment, evaluation, reading.question, nowMs).map((line) => line.join(': '));
  const on = formatCounted(reading.question.devices, 'device');
  switch (comparison?.kind) {
    case 'ready': {
      const { headline, notes } = verdictText(reading.question, comparison.value);
      const legend = comparison.value.options.some(({ point }) => point) ? layoutLegend(reading.question) : [];
      const table = tableOf(reading.question, comparison.value);
      return { headline, table, derivation: [...notes, ...legend], evidence };
    }
    case 'computing':
      return { headline: `**Comparing serving strategies** on ${on} ...`, table: undefined, derivation: [], evidence };
    case 'failed': {
      const headline = `**Unknown whether AFD pays**: comparing strategies on ${on} failed.`;
      const derivation = [`Why: ${quote(comparison.why)}; the log says more.`];
      return { headline, table: undefined, derivation, evidence };
    }
    case undefined:
      return undefined;
  }
}

/** The verdict in one line, without what to do about it; empty where there is none yet. */
export function strategyLine({ strategy: { reading, comparison } }: Evaluation): string {
  if (reading.kind !== 'question' || comparison?.kind !== 'ready') return '';
  const on = formatCounted(reading.question.devices, 'device');
  const headline = verdictText(reading.question, comparison.value).headline.replaceAll('**', '');
  return `serving strategies on ${on}, prefill included: ${headline.replace(/\.$/, '')}`;
}

function tableOf(question: StrategyQuestion, comparison: Comparison): NonNullable<Explanation['table']> {
  return {
    header: [strategyHeaders.name, strategyHeaders.throughput, 'what each user sees, and what limits it'],
    rows: strategyRows(question, comparison).map((row) => {
      const user = row.perUser === '' ? [] : [`${row.perUser} ${strategyHeaders.perUser}`];
      const times = row.ttft === '' ? [] : [`TTFT ${row.ttft}`, `TPOT ${row.tpot}`];
      const load = row.inFlight === '' ? [] : [`${row.inFlight} ${strategyHeaders.inFlight}`];
      const loss = row.againstBest === '' ? '' : ` (${row.againstBest})`;
      const throughput = row.throughput === '' ? 'none' : `${row.throughput}${loss}`;
      return [row.name, throughput, [...user, ...times, ...load, row.standing].join(' · ')] as const;
    }),
  };
}
