import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { fitMeasurements } from '../../latency/fit/fit-measurements';
import { plainLine } from '../../text/format';
import { type CommandContext, type Output, someText, UsageError } from '../command-context';
import { readTextFile } from '../read-text-file';
import { canWriteResults, plotFile, writeResult } from '../result-file';
import { fitJson } from './fit-json';
import { fitPlotHtml, fitPlotSvg } from './fit-plot';
import type { FitReport } from './fit-report';
import { fitText } from './fit-text';
import { fitYaml } from './fit-yaml';

/** The options as commander reads them. */
interface FitOptions {
  readonly format: 'text' | 'json';
  /** A file, or `-` for standard output. */
  readonly output?: string;
  readonly plot?: string;
  readonly name?: string;
  readonly model?: string;
  readonly device?: string;
  readonly force: boolean;
}

/** Longest file of measurements that is read. */
const mostText = {
  bytes: 256 * 1024 * 1024,
  otherwise: 'is larger than 256 MB; average the rows of the same load first',
};

/** `fit MEASUREMENTS` */
export function addFit(program: Command, context: CommandContext): void {
  program
    .command('fit')
    .description('a latency profile from measurements: timings of stages, or a sweep of whole steps')
    .argument('<measurements>', 'a table (CSV, TSV) or JSON Lines')
    .allowExcessArguments(false)
    .addOption(new Option('--format <format>', 'of the report').choices(['text', 'json']).default('text'))
    .option('-o, --output <file>', 'the profile: a new file, or - for standard output instead of the report', someText)
    .option('--plot <file>', 'measured points and fitted lines: a new .svg or .html file', plotFile)
    .option('--name <name>', 'of the profile (default: the name of its file)', someText)
    .option('--model <id>', 'that was measured', someText)
    .option('--device <id>', 'that was measured', someText)
    .option('--force', 'write over files that exist', false)
    .action(async (file: string, options: FitOptions) => context.exit(await runFit(file, options, context)));
}

/** Fits, writes what was asked for and reports; returns the exit status. */
async function runFit(file: string, options: FitOptions, { out, error: write }: Output): Promise<number> {
  const { output, plot, format, force } = options;
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
    name: options.name ?? nameOf(output === undefined || output === '-' ? file : output),
    model: options.model,
    device: options.device,
    fitted: outcome.profile,
    ignoredColumns: outcome.ignoredColumns,
  };
  if (output === '-') out(fitYaml(report));
  else out(format === 'json' ? `${JSON.stringify(fitJson(report), null, 2)}\n` : fitText(report));
  if (plot !== undefined) {
    const drawn = /\.svg$/i.test(plot) ? fitPlotSvg(report) : fitPlotHtml(report);
    if (!(await writeResult(plot, drawn, force, error))) return 2;
  }
  if (output !== undefined && output !== '-' && !(await writeResult(output, fitYaml(report), force, error))) return 2;
  return 0;
}

/** The name of a file without its folder and endings. */
function nameOf(path: string): string {
  return basename(path).replace(/(?:\.afd)?\.[a-z]+$/i, '') || 'measured';
}
