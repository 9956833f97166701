import { resolve } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ourShare } from '../../analysis/our-share';
import type { SettingsLayer } from '../../configuration/configuration';
import { formatCounted } from '../../text/format';
import { type AnalysedPath, FileAnalyzer } from '../analyze-file';
import { analyzePaths } from '../analyze-paths';
import { unusedBaselineEntries } from '../baseline/baseline-entries';
import { type CommandContext, UsageError } from '../command-context';
import { buildReport } from './build-report';
import { checkStatus, type Gate } from './check-status';
import { fixFiles } from './fix-files';
import type { ReportTarget } from './report-targets';
import { writeReports } from './write-reports';

/** What the command line asks of a check. */
export interface CheckArguments {
  readonly paths: readonly string[];
  readonly stdinFilename: string | undefined;
  readonly targets: readonly ReportTarget[];
  readonly gate: Gate;
  readonly rules: SettingsLayer['rules'];
  /** Folders that references are confined to; none where they may lead anywhere. */
  readonly allowedRoots: readonly string[];
  readonly showSuppressed: boolean;
  readonly fix: boolean;
  readonly fixDryRun: boolean;
}

/** Checks files and writes the reports asked for; returns the exit status. Throws UsageError for what cannot go together. */
export async function runCheck(asked: CheckArguments, context: CommandContext): Promise<number> {
  const { paths, stdinFilename, rules, allowedRoots, fix, fixDryRun } = asked;
  if (stdinFilename !== undefined && !paths.includes('-')) throw new UsageError('--stdin-filename needs the path -');
  if (fix && paths.includes('-')) throw new UsageError('standard input cannot be fixed; use --fix-dry-run for a diff');
  const signal = context.interrupted();
  const analyzer = new FileAnalyzer(context.error, { commandLine: commandLineLayer(rules), allowedRoots });
  try {
    const found = await analyzeAll(asked, analyzer, signal);
    const files =
      fix || fixDryRun ? await fixFiles(found, fix ? 'write' : 'dry run', analyzer, context, signal) : found;
    const report = buildReport(files, analyzer.problems);
    await writeReports(report, asked, analyzer, context);
    const unused = await unusedBaselineEntries(files, analyzer.baselines);
    if (unused > 0) {
      context.error(
        `${formatCounted(unused, 'entry', 'entries')} of the baseline ${unused === 1 ? 'is' : 'are'} no longer needed; run afd-lens baseline prune`,
      );
    }
    return checkStatus({ ...report, problems: analyzer.problems }, asked.gate);
  } catch (reason) {
    if (signal.aborted) return 130;
    throw reason;
  } finally {
    analyzer.dispose();
  }
}

function commandLineLayer(rules: SettingsLayer['rules']): SettingsLayer {
  return {
    from: 'command line',
    files: undefined,
    thresholds: {},
    rules,
    workload: undefined,
    latencyProfile: undefined,
    device: undefined,
    afdPluginDate: undefined,
  };
}

/** Every file of ours behind the arguments, analysed; standard input last, in place of the file it stands for. */
async function analyzeAll(
  { paths, stdinFilename }: CheckArguments,
  analyzer: FileAnalyzer,
  signal: AbortSignal,
): Promise<readonly AnalysedPath[]> {
  const onDisk = await analyzePaths(
    paths.filter((path) => path !== '-'),
    analyzer,
    signal,
  );
  if (!paths.includes('-')) return onDisk;
  const file = stdinFilename ?? '<stdin>';
  const others = onDisk.filter(({ path }) => path !== resolve(file));
  const content = await analyzer.read(file, () => buffer(addAbortSignal(signal, process.stdin)));
  const text = content && (await analyzer.decode(file, content));
  if (text === undefined) return others;
  // A text that is piped in without a name was meant for us.
  const share = stdinFilename === undefined ? 'all' : ourShare(file, text);
  return share ? [...others, await analyzer.analyzeText(file, resolve(file), text, signal, share)] : others;
}
