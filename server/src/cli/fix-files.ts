import { readFailure } from '../analysis/read-failure';
import type { AnalysedPath, FileAnalyzer } from './analyze-file';
import { applyFixes } from './apply-fixes';
import type { Output } from './command-context';
import { writeFailure } from './new-file';
import { overwriteFile } from './overwrite-file';
import { unifiedDiff } from './unified-diff';

/**
 * The files with their preferred fixes written into them; a file that cannot be written is said and stays as it was. A
 * dry run prints the change as a diff and leaves every file as it was.
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
