import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ProjectFileStore } from '../../analysis/project-files';
import { nameBelow } from '../../analysis/reach/name-below';
import { type Baseline, baselineKey, baselineName, writeBaseline } from '../../configuration/baseline';
import { formatCounted } from '../../text/format';
import { type AnalysedPath, FileAnalyzer } from '../analyze-file';
import { analyzePaths } from '../analyze-paths';
import type { CommandContext } from '../command-context';
import { writeFailure } from '../new-file';
import { shownPath } from '../shown-path';
import { baselineEntries, isThere, neededEntries } from './baseline-entries';

type Files = Baseline['files'];

/** What the command line asks of the baseline. */
export interface BaselineArguments {
  readonly action: 'create' | 'prune';
  readonly paths: readonly string[];
}

/** Writes the nearest baseline anew, or one in the working folder; returns the exit status. */
export async function runBaseline({ action, paths }: BaselineArguments, context: CommandContext): Promise<number> {
  const project = new ProjectFileStore();
  const existing = (await project.find(process.cwd())).baseline;
  const path = existing?.path ?? join(process.cwd(), baselineName);
  if (existing?.problem !== undefined) {
    context.error(`${shownPath(path)}: ${existing.problem}; mend or delete it`);
    return 2;
  }
  if (!existing && action === 'prune') {
    context.error(`there is no ${baselineName} here or above; afd-lens baseline create makes one`);
    return 2;
  }
  const signal = context.interrupted();
  const analyzer = new FileAnalyzer(context.error, { withoutBaseline: true });
  try {
    const files: AnalysedPath[] = [];
    for (const file of await analyzePaths(paths, analyzer, signal)) {
      const elsewhere = await whyElsewhere(file, path, project);
      if (elsewhere === undefined) files.push(file);
      else analyzer.report(`${file.file}: ${elsewhere}`);
    }
    if (analyzer.hasFailed) {
      context.error(`${shownPath(path)}: left as it is, since findings may be missing`);
      return 2;
    }
    const before = existing?.files ?? {};
    const after = action === 'create' ? { ...before, ...entriesOf(files, path) } : await pruned(before, files, path);
    await writeFile(path, writeBaseline(after));
    context.error(
      action === 'create'
        ? `${shownPath(path)}: ${formatCounted(count(entriesOf(files, path)), 'finding')} of ${formatCounted(files.length, 'file')}`
        : `${shownPath(path)}: ${formatCounted(count(before) - count(after), 'entry', 'entries')} removed, ${count(after)} left`,
    );
    return analyzer.problems.length > 0 ? 2 : 0;
  } catch (reason) {
    if (signal.aborted) return 130;
    context.error(`${shownPath(path)}: ${writeFailure(reason)}`);
    return 2;
  } finally {
    analyzer.dispose();
  }
}

/** Why a check of the file would not look into the baseline at `path`, as the end of a sentence; undefined where it would. */
async function whyElsewhere(file: AnalysedPath, path: string, project: ProjectFileStore): Promise<string | undefined> {
  if (nameBelow(dirname(path), file.path) === undefined) {
    return `lies outside the folder of ${shownPath(path)}; run afd-lens baseline in a folder above it`;
  }
  const nearest = (await project.find(dirname(file.path))).baseline;
  if (nearest === undefined || nearest.path === path) return undefined;
  return `belongs to the baseline ${shownPath(nearest.path)}; run afd-lens baseline in its folder`;
}

/** The entries of files as they are now. */
function entriesOf(files: readonly AnalysedPath[], path: string): Files {
  return Object.fromEntries(files.map((file) => [baselineKey(path, file.path), baselineEntries(file)]));
}

/** The entries that a finding still needs; those of files that were not looked at stay, those of files that are gone go. */
async function pruned(before: Files, files: readonly AnalysedPath[], path: string): Promise<Files> {
  const analysed = new Map(files.map((file) => [baselineKey(path, file.path), file]));
  const kept = Object.entries(before).map(async ([key, entries]) => {
    const file = analysed.get(key);
    if (file) return [key, neededEntries(file, entries)] as const;
    return [key, (await isThere(path, key)) ? entries : []] as const;
  });
  return Object.fromEntries(await Promise.all(kept));
}

function count(files: Files): number {
  return Object.values(files).reduce((sum, entries) => sum + entries.length, 0);
}
