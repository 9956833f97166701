import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ourShare } from '../analysis/our-share';
import { allRules } from '../rules/catalogue';
import { formatCounted } from '../text/format';
import { type AnalysedPath, FileAnalyzer } from './analyze-file';
import { analyzePaths } from './analyze-paths';
import { applyFixes } from './apply-fixes';
import { unusedBaselineEntries } from './baseline-entries';
import { buildReport } from './build-report';
import type { CheckArguments, ReportTarget } from './check-options';
import type { CheckReport } from './check-report';
import { checkStatus } from './check-status';
import { type CommandContext, UsageError } from './command-context';
import { explainedRules } from './explain-rule';
import { countsOf, summarySentence } from './formats/counts';
import { reportFormats } from './formats/report-formats';
import { writeFailure } from './new-file';
import { unifiedDiff } from './unified-diff';
import { useColour } from './use-colour';

/** Set at build time from package.json. */
declare const packageVersion: string;
declare const packageHomepage: string;

/** Checks files and writes the reports asked for; returns the exit status. */
export async function check(asked: CheckArguments, context: CommandContext): Promise<number> {
  const signal = context.interrupted();
  const analyzer = new FileAnalyzer(context.error, {
    commandLine: {
      from: 'command line',
      files: undefined,
      thresholds: {},
      rules: asked.rules,
      workload: undefined,
      latencyProfile: undefined,
    },
  });
  try {
    const found = await analyzeAll(asked, analyzer, signal);
    const files = asked.fix || asked.fixDryRun ? await fixAll(found, asked, analyzer, context, signal) : found;
    const report = buildReport(files, analyzer.problems);
    await writeReports(report, asked, analyzer, context);
    const unused = files.reduce((count, file) => count + unusedBaselineEntries(file).length, 0);
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

/** Every file of ours behind the arguments, analysed. */
async function analyzeAll(
  { paths, stdinFilename }: CheckArguments,
  analyzer: FileAnalyzer,
  signal: AbortSignal,
): Promise<readonly AnalysedPath[]> {
  const fromStdin = paths.includes('-');
  if (stdinFilename !== undefined && !fromStdin) throw new UsageError('--stdin-filename needs the path -');
  const analysed = [
    ...(await analyzePaths(
      paths.filter((path) => path !== '-'),
      analyzer,
      signal,
    )),
  ];
  if (!fromStdin) return analysed;
  const file = stdinFilename ?? '<stdin>';
  const text = await analyzer.decode(file, await buffer(process.stdin));
  if (text === undefined) return analysed;
  // A text that is piped in without a name was meant for us.
  const share = stdinFilename === undefined ? 'all' : ourShare(file, text);
  return share ? [...analysed, await analyzer.analyzeText(file, resolve(file), text, signal, share)] : analysed;
}

/** The files with their preferred fixes; written back, or shown as a diff. */
async function fixAll(
  files: readonly AnalysedPath[],
  { paths, fix }: CheckArguments,
  analyzer: FileAnalyzer,
  { out, error }: CommandContext,
  signal: AbortSignal,
): Promise<readonly AnalysedPath[]> {
  if (fix && paths.includes('-')) throw new UsageError('standard input cannot be fixed; use --fix-dry-run for a diff');
  const fixed: AnalysedPath[] = [];
  for (const before of files) {
    const { analysed: after, applied } = await applyFixes(before, (text) =>
      analyzer.analyzeText(before.file, before.path, text, signal, before.share),
    );
    fixed.push(fix ? after : before);
    if (after.text === before.text) continue;
    if (!fix) out(unifiedDiff(before.file, before.text, after.text));
    else if (await overwrite(after, analyzer)) for (const title of applied) error(`${before.file}: ${title}`);
  }
  return fixed;
}

async function overwrite({ file, path, text }: AnalysedPath, analyzer: FileAnalyzer): Promise<boolean> {
  try {
    await writeFile(path, text);
    return true;
  } catch (reason) {
    analyzer.report(`${file}: ${writeFailure(reason)}`);
    return false;
  }
}

async function writeReports(
  report: CheckReport,
  { targets, showSuppressed }: CheckArguments,
  analyzer: FileAnalyzer,
  { out, error }: CommandContext,
): Promise<void> {
  const rules = targets.some(({ format }) => format === 'sarif')
    ? await explainedRules(allRules.map(({ code }) => code))
    : [];
  for (const { format, file } of targets) {
    const text = reportFormats[format](report, {
      version: packageVersion,
      homepage: packageHomepage,
      rules,
      colour: file === undefined && useColour(process.stdout),
      showSuppressed,
    });
    if (file === undefined) out(text);
    else await writeReport(file, text, analyzer);
  }
  if (!targets.some(isForReading)) error(summarySentence(countsOf(report)));
}

/** Formats that end with the summary themselves, where somebody sees them now. */
function isForReading({ format, file }: ReportTarget): boolean {
  return file === undefined && format === 'pretty';
}

async function writeReport(file: string, text: string, analyzer: FileAnalyzer): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (reason) {
    analyzer.report(`${file}: ${writeFailure(reason)}`);
  }
}
