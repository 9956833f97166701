import { type AnalysedDocument, type AnalysedFile, type FileFinding, findingsIn } from '../analysis/analysis';
import type { FileSettings } from '../configuration/file-settings';
import { quote } from '../text/format';
import { explainDeployment } from '../wording/derivation';
import { renderMarkdown, renderText } from '../wording/explanation';
import { spanOf } from './line-and-column';
import { settingsMarkdown, settingsProvenance, settingsText } from './settings-provenance';

/** `text` is for terminals, without any markup. */
export type TextFormat = 'text' | 'markdown';

/** The derivation of every deployment of a file, and its findings behind them. */
export function explanationText(analysed: AnalysedFile, format: TextFormat, nowMs: number): string {
  const { file, text, analysis, settings } = analysed;
  const parts = analysis.documents.flatMap((unit) => documentText(file, unit, format, nowMs, settings) ?? []);
  const findings = findingsIn(analysis).map((finding) => findingLine(file, text, finding, format));
  if (parts.length === 0 && findings.length === 0) return `${file}: no AFD deployment in this file\n`;
  return [...parts, ...(findings.length > 0 ? [`${findings.join('\n')}\n`] : [])].join('\n');
}

/** The derivation of one document's deployment under its name, and the settings given; undefined where it has none. */
export function documentText(
  file: string,
  { deployment, evaluation }: AnalysedDocument,
  format: TextFormat,
  nowMs: number,
  settings?: FileSettings,
): string | undefined {
  if (!deployment || !evaluation) return undefined;
  const isMarkdown = format === 'markdown';
  const title = quote(deployment.name ?? file);
  const explanation = explainDeployment(deployment, evaluation, nowMs);
  const provenance = settings && settingsProvenance(deployment, settings);
  const parts = [
    isMarkdown ? `# ${title}` : `${title.replaceAll('`', '')} (${file})`,
    (isMarkdown ? renderMarkdown : renderText)(explanation),
    ...(provenance ? [(isMarkdown ? settingsMarkdown : settingsText)(provenance)] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** `chat.afd.yaml:8:25 warning AFD101 ...`: place, severity, code and message of a finding on one line. */
export function findingLine(file: string, text: string, finding: FileFinding, format: TextFormat): string {
  const { line, column } = spanOf(text, finding.range).start;
  const message = format === 'markdown' ? finding.message : finding.message.replaceAll('`', "'");
  return `${format === 'markdown' ? '- ' : ''}${file}:${line}:${column} ${finding.severity} ${finding.code} ${message}`;
}
