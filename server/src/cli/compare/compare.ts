import type { AnalysedDocument, AnalysedFile } from '../../analysis/analysis';
import { strategyQuestion } from '../../evaluation/strategy-question';
import { compareStrategies } from '../../strategy/compare-strategies';
import { formatCount } from '../../text/format';
import { FileAnalyzer } from '../analyze-file';
import { brokenDocuments } from '../broken-documents';
import type { Output } from '../command-context';
import { canWriteResults, writeResult } from '../result-file';
import { compareJson } from './compare-json';
import { type CompareArguments, mostComparedDevices } from './compare-options';
import { comparePlotHtml, comparePlotSvg } from './compare-plot';
import type { ComparedDeployment, ComparedStrategies } from './compare-report';
import { strategyChart } from './compare-series';
import { compareText } from './compare-text';

/**
 * Compares the serving strategies for the deployments of a file and writes what came out; returns the exit status: 1 where
 * no strategy keeps the objectives, 2 where one cannot be compared.
 */
export async function compareFile(asked: CompareArguments, output: Output, nowMs = Date.now()): Promise<number> {
  const { plot, force } = asked;
  const { error } = output;
  if (plot !== undefined && !(await canWriteResults([plot], force, error))) return 2;
  const analyzer = new FileAnalyzer(error, { withoutStudies: true });
  try {
    const analysed = await analyzer.analyze(asked.file);
    if (!analysed) return 2;
    const { deployments, complete } = compareAll(asked, analysed, error);
    writeComparison(asked, deployments, output, nowMs);
    const written = await writePlot(asked, deployments, error);
    return complete && written && analyzer.problems.length === 0 ? statusOf(deployments) : 2;
  } finally {
    analyzer.dispose();
  }
}

function compareAll(
  { file, document, options }: CompareArguments,
  analysed: AnalysedFile,
  error: Output['error'],
): { readonly deployments: readonly ComparedDeployment[]; readonly complete: boolean } {
  const broken = brokenDocuments(analysed, document);
  for (const line of broken) error(line);
  const all = analysed.analysis.documents.filter(({ wellFormed }) => wellFormed);
  const chosen = document === undefined ? all : all.filter(({ index }) => index === document - 1);
  const deployments = chosen.flatMap((each) => compareDocument(file, each, options));
  const complete = deployments.length > 0 && broken.length === 0;
  if (deployments.length === 0 && broken.length === 0) {
    const what =
      document === undefined ? 'no AFD deployment in this file' : `document ${document} is no AFD deployment`;
    error(`${file}: ${what}`);
  }
  return { deployments, complete };
}

function compareDocument(
  file: string,
  { deployment, evaluation, index, findings }: AnalysedDocument,
  options: CompareArguments['options'],
): readonly ComparedDeployment[] {
  if (!deployment || !evaluation) return [];
  const about = { file, document: index, deployment, evaluation };
  const unknown = (...messages: readonly string[]): readonly ComparedDeployment[] => [
    { ...about, kind: 'unknown', missing: messages.map((message) => ({ message: message.replace(/\.$/, '') })) },
  ];
  const reading = strategyQuestion(deployment, evaluation, options);
  if (reading.kind === 'unknown') {
    const errors = findings.filter(({ severity }) => severity === 'error');
    const notes = reading.missing.length > 0 ? reading.missing : errors;
    return unknown(...notes.map(({ message }) => message));
  }
  const { question } = reading;
  if (question.devices > mostComparedDevices) {
    return unknown(
      `it has ${formatCount(question.devices)} devices, and ${formatCount(mostComparedDevices)} are compared at most: ask about fewer with \`--workers\``,
    );
  }
  return [{ ...about, kind: 'compared', question, comparison: compareStrategies(question) }];
}

function writeComparison(
  { format }: CompareArguments,
  deployments: readonly ComparedDeployment[],
  { out }: Output,
  nowMs: number,
): void {
  if (deployments.length === 0) return;
  if (format === 'json') out(`${JSON.stringify(compareJson(deployments), null, 2)}\n`);
  else out(deployments.map((each) => compareText(each, nowMs)).join('\n'));
}

function statusOf(deployments: readonly ComparedDeployment[]): number {
  const verdicts = deployments.map((each) => (each.kind === 'compared' ? each.comparison.verdict : 'unknown'));
  if (verdicts.includes('unknown')) return 2;
  return verdicts.includes('infeasible') ? 1 : 0;
}

/** Whether it could be written, or there is nothing to draw; a line says so. */
async function writePlot(
  { file, plot, force }: CompareArguments,
  deployments: readonly ComparedDeployment[],
  error: Output['error'],
): Promise<boolean> {
  if (plot === undefined) return true;
  const drawn = deployments.filter(
    (each): each is ComparedStrategies => each.kind === 'compared' && strategyChart(each).series.length > 0,
  );
  if (drawn.length === 0) {
    error(`${plot}: not written, there is nothing to draw`);
    return true;
  }
  const content = /\.svg$/i.test(plot) ? comparePlotSvg(file, drawn) : comparePlotHtml(file, drawn);
  return writeResult(plot, content, force, error);
}
