import { readFailure } from '../../analysis/read-manifest';
import { formatCounted } from '../../text/format';
import type { AnalysedPath, FileAnalyzer } from '../analyze-file';
import type { Output } from '../command-context';
import { writeFailure } from '../new-file';
import { applyFixes, fixesAcrossFiles } from './apply-fixes';
import { overwriteFile } from './overwrite-file';
import { unifiedDiff } from './unified-diff';

/**
 * The files with their preferred fixes written into them; a file that cannot be written is said and stays as it was. A
 * dry run prints the change as a diff and leaves every file as it was. Fixes that edit several files are left out, which is
 * said once.
 */
export async function fixFiles(
  files: readonly AnalysedPath[],
  mode: 'write' | 'dry run',
  analyzer: FileAnalyzer,
  { out, error }: Output,
  signal: AbortSignal,
): Promise<readonly AnalysedPath[]> {
  const left: AnalysedPath[] = [];
  for (const before of files) {
    const { analysed: after, applied } = await applyFixes(before, (text) =>
      analyzer.analyzeText(before.file, before.path, text, signal, before.share),
    );
    const isWritten = mode === 'write' && after.text !== before.text && (await overwrite(before, after.text, analyzer));
    left.push(isWritten ? after : before);
    if (mode === 'dry run') out(unifiedDiff(before.path, before.text, after.text));
    if (isWritten) for (const title of applied) error(`${before.file}: ${title}`);
  }
  const skipped = left.reduce((sum, file) => sum + fixesAcrossFiles(file), 0);
  if (skipped > 0) {
    const fixes = formatCounted(skipped, 'fix', 'fixes');
    error(
      `${fixes} not applied: ${skipped === 1 ? 'it edits' : 'they edit'} several files; an editor applies such a fix whole`,
    );
  }
  return left;
}

async function overwrite({ file, path, text }: AnalysedPath, after: string, analyzer: FileAnalyzer): Promise<boolean> {
  try {
    await overwriteFile(path, text, after);
    return true;
  } catch (reason) {
    const isGone = (reason as NodeJS.ErrnoException).code === 'ENOENT';
    analyzer.report(`${file}: ${isGone ? readFailure(reason) : writeFailure(reason)}`);
    return false;
  }
}
