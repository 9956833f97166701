import { strategyCurves } from '../../sweep/strategy-series';
import { columns } from '../../text/columns';
import { formatCounted, plainLine, plainWord } from '../../text/format';
import { strategyEvidence } from '../../wording/strategy-evidence';
import { strategyHeaders, strategyRows } from '../../wording/strategy-table';
import { unknownVerdictText, type VerdictText, verdictText } from '../../wording/strategy-verdict';
import { layoutLegend } from '../../wording/strategy-words';
import type { ComparedDeployment, StrategiesReport } from './compare-report';
import { strategyPlot } from './compare-text-plot';

/** A comparison for a terminal: the verdict, the table, what to deploy, the Pareto plot, and what it rests on. */
export function compareText(compared: ComparedDeployment, nowMs: number): string {
  const { file, deployment } = compared;
  const title = `${plainWord(deployment.name ?? 'deployment')} (${file})`;
  const lines =
    compared.kind === 'compared'
      ? [`${title}: ${formatCounted(compared.question.devices, 'device')}`, '', ...comparedLines(compared, nowMs)]
      : [title, '', ...verdictLines(unknownVerdictText(compared.missing))];
  return `${lines.map((line) => plainLine(line.replaceAll('**', ''))).join('\n')}\n`;
}

function verdictLines({ headline, notes }: VerdictText): readonly string[] {
  return [headline, ...notes.map((note) => `  ${note}`)];
}

function comparedLines(compared: StrategiesReport, nowMs: number): readonly string[] {
  const { deployment, evaluation, question, comparison } = compared;
  const rows = strategyRows(question, comparison);
  const keys = Object.keys(strategyHeaders) as (keyof typeof strategyHeaders)[];
  const layouts = rows.flatMap(({ name, layout, step }) =>
    layout === '' ? [] : [[`  ${name}`, `${layout}, ${step}`]],
  );
  const plot = strategyPlot(strategyCurves(question, comparison));
  return [
    ...verdictLines(verdictText(question, comparison)),
    '',
    ...columns([keys.map((key) => strategyHeaders[key]), ...rows.map((row) => keys.map((key) => row[key]))]),
    ...(layouts.length === 0 ? [] : ['', ...columns(layouts), ...layoutLegend(question).map((line) => `  ${line}`)]),
    ...(plot.length === 0 ? [] : ['', ...plot]),
    '',
    ...columns(strategyEvidence(deployment, evaluation, question, nowMs).map(([name, words]) => [`  ${name}`, words])),
  ];
}
