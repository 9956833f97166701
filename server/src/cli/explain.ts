import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Analysis, type AnalysisSettings, type LocatedFinding, locatedFindings } from '../analysis/analysis';
import { Analyzer } from '../analysis/analyze';
import { InputStore } from '../analysis/input-store';
import { defaultThresholds } from '../evaluation/inputs';
import { quote } from '../text/format';
import { explainDeployment } from '../wording/derivation';
import { renderMarkdown, renderText } from '../wording/explanation';
import { TraceLoader } from '../workload/trace-loader';
import { type ExplainedFile, explanationJson } from './explanation-json';
import { lineAndColumn } from './line-and-column';

export const explainFormats = ['text', 'markdown', 'json'] as const;
export type ExplainFormat = (typeof explainFormats)[number];

export interface Output {
  readonly out: (text: string) => void;
  readonly error: (line: string) => void;
}

/** A manifest in another encoding is refused rather than read with its letters replaced. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const settings: AnalysisSettings = { thresholds: defaultThresholds, rules: {} };

/** Explains every deployment of the files; files that cannot be read are reported and make the status 2. */
export async function explainFiles(
  files: readonly string[],
  format: ExplainFormat,
  { out, error }: Output,
): Promise<number> {
  const store = new InputStore({ loader: new TraceLoader({ workerPath: undefined }) });
  const explained: ExplainedFile[] = [];
  let status = 0;
  for (const file of files) {
    try {
      const text = utf8.decode(await readFile(file));
      explained.push({ file, text, analysis: await analyzeSettled(text, file, store, error) });
    } catch (reason) {
      error(`${file}: ${readFailure(reason)}`);
      status = 2;
    }
  }
  store.dispose();
  const nowMs = Date.now();
  if (format === 'json') out(`${JSON.stringify(explanationJson(explained), null, 2)}\n`);
  else out(explained.map((entry) => explainText(entry, format, nowMs)).join('\n'));
  return status;
}

/** The analysis once every referenced file is read. */
async function analyzeSettled(
  text: string,
  file: string,
  store: InputStore,
  error: Output['error'],
): Promise<Analysis> {
  const analyzer = new Analyzer((message, cause) => error(`internal: ${message}: ${cause}`));
  const inputs = store.inputsFor({ kind: 'folder', path: dirname(resolve(file)) });
  let analysis = analyzer.analyze(text, inputs, settings, Date.now());
  while (analysis.loading) {
    await store.settled();
    analyzer.forget();
    analysis = analyzer.analyze(text, inputs, settings, Date.now());
  }
  return analysis;
}

function explainText({ file, text, analysis }: ExplainedFile, format: 'text' | 'markdown', nowMs: number): string {
  const render = format === 'markdown' ? renderMarkdown : renderText;
  const parts = analysis.documents.flatMap(({ deployment, evaluation }) => {
    if (!deployment || !evaluation) return [];
    const title = quote(deployment.name ?? file);
    const body = render(explainDeployment(deployment, evaluation, nowMs));
    return [format === 'markdown' ? `# ${title}\n\n${body}\n` : `${title.replaceAll('`', '')} (${file})\n\n${body}\n`];
  });
  const findings = locatedFindings(analysis).map((located) => findingLine(file, text, located, format));
  if (parts.length === 0 && findings.length === 0) return `${file}: no AFD deployment in this file\n`;
  return [...parts, ...(findings.length > 0 ? [`${findings.join('\n')}\n`] : [])].join('\n');
}

function findingLine(
  file: string,
  text: string,
  { finding, start }: LocatedFinding,
  format: 'text' | 'markdown',
): string {
  const { line, column } = lineAndColumn(text, start + finding.range.start);
  const message = format === 'markdown' ? finding.message : finding.message.replaceAll('`', "'");
  return `${format === 'markdown' ? '- ' : ''}${file}:${line}:${column} ${finding.severity} ${finding.code} ${message}`;
}

function readFailure(reason: unknown): string {
  const code = (reason as NodeJS.ErrnoException).code;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not UTF-8 text';
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'is a folder';
  return code === 'EACCES' ? 'reading it is not permitted' : String(reason instanceof Error ? reason.message : reason);
}
