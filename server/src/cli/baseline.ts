import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ProjectFileStore } from '../analysis/project-files';
import { type Baseline, type BaselineEntry, baselineKey, baselineName, writeBaseline } from '../configuration/baseline';
import { formatCounted } from '../text/format';
import { FileAnalyzer } from './analyze-file';
import { analyzePaths } from './analyze-paths';
import { baselineEntries } from './baseline-entries';
import type { CommandContext } from './command-context';
import { writeFailure } from './new-file';
import { shownPath } from './shown-path';

/** `baseline create|prune PATHS...` */
export function addBaseline(program: Command, context: CommandContext): void {
  const baseline = program
    .command('baseline')
    .description(`the findings a project starts with, in ${baselineName}: they are reported only once they get worse`);
  baseline
    .command('create')
    .description('note the findings there are now')
    .argument('[path...]', 'files, folders and glob patterns', ['.'])
    .action(async (paths: readonly string[]) => context.exit(await writeFromFiles(paths, 'create', context)));
  baseline
    .command('prune')
    .description('remove what is no longer needed')
    .argument('[path...]', 'files, folders and glob patterns', ['.'])
    .action(async (paths: readonly string[]) => context.exit(await writeFromFiles(paths, 'prune', context)));
}

/** Writes the nearest baseline anew, or one in the working folder; returns the exit status. */
async function writeFromFiles(
  paths: readonly string[],
  action: 'create' | 'prune',
  context: CommandContext,
): Promise<number> {
  const existing = (await new ProjectFileStore().find(process.cwd())).baseline;
  const path = existing?.path ?? join(process.cwd(), baselineName);
  if (existing?.problem !== undefined) {
    context.error(`${shownPath(path)}: ${existing.problem}; mend or delete it`);
    return 2;
  }
  if (!existing && action === 'prune') {
    context.error(`there is no ${baselineName} here or above; afd-lens baseline create makes one`);
    return 2;
  }
  const analyzer = new FileAnalyzer(context.error, { withoutBaseline: true });
  try {
    const files = await analyzePaths(paths, analyzer, context.interrupted());
    const before = existing?.files ?? {};
    const found = Object.fromEntries(
      files.map((file) => [baselineKey(path, file.path), baselineEntries(file)] as const),
    );
    const after = action === 'create' ? { ...before, ...found } : await pruned(before, found, path);
    await writeFile(path, writeBaseline(after));
    context.error(
      action === 'create'
        ? `${shownPath(path)}: ${formatCounted(count(after), 'finding')} of ${formatCounted(files.length, 'file')}`
        : `${shownPath(path)}: ${formatCounted(count(before) - count(after), 'entry', 'entries')} removed, ${count(after)} left`,
    );
    return analyzer.problems.length > 0 ? 2 : 0;
  } catch (reason) {
    context.error(`${shownPath(path)}: ${writeFailure(reason)}`);
    return 2;
  } finally {
    analyzer.dispose();
  }
}

/** The entries that a finding still needs; those of files that were not looked at stay, those of files that are gone go. */
async function pruned(
  before: Baseline['files'],
  found: Readonly<Record<string, readonly BaselineEntry[]>>,
  path: string,
): Promise<Baseline['files']> {
  const kept = await Promise.all(
    Object.entries(before).map(async ([file, entries]) => {
      const now = found[file];
      if (!now) return [file, (await exists(join(path, '..', file))) ? entries : []] as const;
      return [
        file,
        entries.filter(({ fingerprint }) => now.some((entry) => entry.fingerprint === fingerprint)),
      ] as const;
    }),
  );
  return Object.fromEntries(kept);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function count(files: Baseline['files']): number {
  return Object.values(files).reduce((sum, entries) => sum + entries.length, 0);
}
