import { basename } from 'node:path';
import { fitMeasurements } from '../../latency/fit/fit-measurements';
import { plainLine } from '../../text/format';
import { type Output, UsageError } from '../command-context';
import { readTextFile } from '../read-text-file';
import { canWriteResults, writeDrawing, writeResult } from '../result-file';
import type { TextOrJson } from '../shared-options';
import { fitJson } from './fit-json';
import { fitPlotHtml, fitPlotSvg } from './fit-plot';
import type { FitReport } from './fit-report';
import { fitText } from './fit-text';
import { fitYaml } from './fit-yaml';

/** What the command line asks of a fit. */
export interface FitArguments {
  readonly file: string;
  readonly format: TextOrJson;
  /** A file for the profile, or `-` for standard output. */
  readonly output: string | undefined;
  readonly plot: string | undefined;
  readonly name: string | undefined;
  readonly model: string | undefined;
  readonly device: string | undefined;
  readonly force: boolean;
}

/** Longest file of measurements that is read. */
const mostText = {
  bytes: 256 * 1024 * 1024,
  otherwise: 'is larger than 256 MB; average the rows of the same load first',
};

/** Fits, writes what was asked for and reports; returns the exit status. */
export async function runFit(asked: FitArguments, { out, error: write }: Output): Promise<number> {
  const { file, output, plot, format, force } = asked;
  if (output === '-' && format === 'json') {
    throw new UsageError('the report of --format json and the profile of --output - both go to standard output');
  }
  const error = (line: string): void => write(plainLine(line));
  const targets = [output === '-' ? undefined : output, plot].filter((path) => path !== undefined);
  if (!(await canWriteResults(targets, force, error))) return 2;
  const text = await readTextFile(file, mostText, error);
  if (text === undefined) return 2;
  const outcome = fitMeasurements(text);
  if (outcome.kind === 'failed') {
    for (const { message, line } of outcome.problems) {
      error(`${line === undefined ? file : `${file}:${line}`}: ${message}`);
    }
    return 2;
  }
  const report: FitReport = {
    file,
    name: asked.name ?? nameOf(output === undefined || output === '-' ? file : output),
    model: asked.model,
    device: asked.device,
    fitted: outcome.profile,
    ignoredColumns: outcome.ignoredColumns,
  };
  if (output === '-') out(fitYaml(report));
  else out(format === 'json' ? `${JSON.stringify(fitJson(report), null, 2)}\n` : fitText(report));
  if (plot !== undefined) {
    const drawing = { svg: () => fitPlotSvg(report), html: () => fitPlotHtml(report) };
    if (!(await writeDrawing(plot, drawing, force, error))) return 2;
  }
  if (output !== undefined && output !== '-' && !(await writeResult(output, fitYaml(report), force, error))) return 2;
  return 0;
}

/** The name of a file without its folder and endings. */
function nameOf(path: string): string {
  return basename(path).replace(/(?:\.afd)?\.[a-z]+$/i, '') || 'measured';
}
