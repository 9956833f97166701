import type { AnalysedFile } from '../../analysis/analysis';
import type { EvaluatedDocument } from '../../analysis/evaluated-documents';
import { type StrategyOptions, strategyQuestion } from '../../evaluation/strategy-question';
import { compareStrategies } from '../../strategy/compare-strategies';
import { strategyCurves } from '../../sweep/strategy-series';
import { formatCount } from '../../text/format';
import { FileAnalyzer } from '../analyze-file';
import { chooseDeployments } from '../choose-deployments';
import type { Output } from '../command-context';
import { canWriteResults, writeDrawing } from '../result-file';
import type { TextOrJson } from '../shared-options';
import { compareJson } from './compare-json';
import { comparePlotHtml, comparePlotSvg } from './compare-plot';
import type { ComparedDeployment, StrategiesReport } from './compare-report';
import { compareText } from './compare-text';

/** What the command line asks of a comparison of serving strategies. */
export interface CompareArguments {
  readonly file: string;
  readonly format: TextOrJson;
  /** From 1. */
  readonly document: number | undefined;
  readonly plot: string | undefined;
  readonly force: boolean;
  readonly options: StrategyOptions;
}

/** Most devices that are compared: these take about a minute. */
export const mostComparedDevices = 4096;

/**
 * Compares the serving strategies for the deployments of a file and writes what came out; returns the exit status: 1 where
 * no strategy keeps the objectives, 2 where one cannot be compared.
 */
export async function runCompare(asked: CompareArguments, output: Output, nowMs = Date.now()): Promise<number> {
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
  const { chosen, complete } = chooseDeployments(analysed, document, error);
  return { deployments: chosen.map((each) => compareDocument(file, each, options)), complete };
}

function compareDocument(
  file: string,
  { deployment, evaluation, index, findings }: EvaluatedDocument,
  options: StrategyOptions,
): ComparedDeployment {
  const about = { file, document: index, deployment, evaluation };
  const unknown = (...messages: readonly string[]): ComparedDeployment => {
    return { ...about, kind: 'unknown', missing: messages.map((message) => ({ message: message.replace(/\.$/, '') })) };
  };
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
  return { ...about, kind: 'compared', question, comparison: compareStrategies(question) };
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
    (each): each is StrategiesReport =>
      each.kind === 'compared' && strategyCurves(each.question, each.comparison).series.length > 0,
  );
  if (drawn.length === 0) {
    error(`${plot}: not written, there is nothing to draw`);
    return true;
  }
  const drawing = { svg: () => comparePlotSvg(file, drawn), html: () => comparePlotHtml(file, drawn) };
  return writeDrawing(plot, drawing, force, error);
}
