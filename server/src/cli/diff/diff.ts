import { writeFile } from 'node:fs/promises';
import type { AnalysedFile } from '../../analysis/analysis';
import { TraceLoader } from '../../workload/trace-loader';
import { FileAnalyzer } from '../analyze-file';
import { visibleJson } from '../check/formats/visible-text';
import { brokenDocuments } from '../choose-deployments';
import type { CommandContext } from '../command-context';
import { GitError } from '../git/git';
import { type FilePair, openBase } from './diff-base';
import { diffJson } from './diff-json';
import { diffMarkdown } from './diff-markdown';
import { compareFiles, type DeploymentDiff, type DiffReport } from './diff-report';
import { diffText } from './diff-text';

const formats = { text: diffText, markdown: diffMarkdown, json: (report: DiffReport) => visibleJson(diffJson(report)) };
type DiffFormat = keyof typeof formats;

export const diffFormats = Object.keys(formats) as readonly DiffFormat[];

/** What the command line asks of a comparison with another state of the files. */
export interface DiffArguments {
  readonly paths: readonly string[];
  /** A git revision, a file or a folder. */
  readonly base: string;
  readonly format: DiffFormat;
  /** Folders that references are confined to; none where they may lead anywhere. */
  readonly allowedRoots: readonly string[];
  readonly exitCode: boolean;
  readonly output: string | undefined;
}

/** Compares and writes; returns the exit status: 2 for what cannot be compared, 130 when interrupted. */
export async function runDiff(asked: DiffArguments, context: CommandContext): Promise<number> {
  const { format, exitCode, output } = asked;
  const { out, error } = context;
  const signal = context.interrupted();
  try {
    const { report, problems } = await compare(asked, error, signal);
    const text = formats[format](report);
    if (output === undefined) out(text);
    else if (!(await written(output, text, error))) return 2;
    if (problems > 0) return 2;
    return exitCode && report.deployments.length > 0 ? 1 : 0;
  } catch (reason) {
    if (signal.aborted) return 130;
    if (!(reason instanceof GitError)) throw reason;
    error(reason.message);
    return 2;
  }
}

async function compare(
  { paths, base: name, allowedRoots }: DiffArguments,
  error: CommandContext['error'],
  signal: AbortSignal,
): Promise<{ readonly report: DiffReport; readonly problems: number }> {
  const base = await openBase(name, paths, signal);
  const loader = new TraceLoader({ workerPath: undefined });
  const after = new FileAnalyzer(error, { loader, allowedRoots });
  const before = new FileAnalyzer(
    (line) => {
      // What is wrong on both sides is said once.
      if (!after.problems.includes(line)) error(base.commit === undefined ? line : `at ${base.name}: ${line}`);
    },
    { readFrom: base.readFrom, loader, allowedRoots },
  );
  // Disposed at once when interrupted, which ends the reading of files.
  const interrupt = (): void => loader.dispose();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    for (const problem of base.problems) after.report(problem);
    const deployments: DeploymentDiff[] = [];
    for (const pair of base.pairs) deployments.push(...(await comparePair(pair, before, after, signal)));
    return {
      report: { base: { name: base.name, commit: base.commit }, deployments },
      problems: before.problems.length + after.problems.length,
    };
  } finally {
    signal.removeEventListener('abort', interrupt);
    before.dispose();
    after.dispose();
    await base.dispose();
  }
}

/** The differences of one file; none, once said why, where one side of it cannot be read. */
async function comparePair(
  pair: FilePair,
  before: FileAnalyzer,
  after: FileAnalyzer,
  signal: AbortSignal,
): Promise<readonly DeploymentDiff[]> {
  const is = pair.after === undefined ? undefined : await usable(after, pair.after, signal);
  const was = pair.before === undefined ? undefined : await usable(before, pair.before, signal);
  if (is === 'unusable' || was === 'unusable') return [];
  return compareFiles(was, is, pair.renamed);
}

async function usable(analyzer: FileAnalyzer, file: string, signal: AbortSignal): Promise<AnalysedFile | 'unusable'> {
  const analysed = await analyzer.analyze(file, signal);
  const broken = analysed ? brokenDocuments(analysed) : [];
  for (const line of broken) analyzer.report(line);
  return analysed && broken.length === 0 ? analysed : 'unusable';
}

async function written(file: string, text: string, error: CommandContext['error']): Promise<boolean> {
  try {
    await writeFile(file, text);
    return true;
  } catch (reason) {
    error(`${file} cannot be written: ${reason instanceof Error ? reason.message : String(reason)}`);
    return false;
  }
}
