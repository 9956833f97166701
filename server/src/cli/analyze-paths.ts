import { resolve } from 'node:path';
import { ourShare } from '../analysis/our-share';
import type { AnalysedPath, FileAnalyzer } from './analyze-file';
import { findFiles } from './find-files';

/** Every file of ours behind files, folders and patterns, analysed; what cannot be read is said once by the analyzer. */
export async function analyzePaths(
  paths: readonly string[],
  analyzer: FileAnalyzer,
  signal?: AbortSignal,
): Promise<readonly AnalysedPath[]> {
  const { files, missing } = await findFiles(paths);
  for (const { path, why } of missing) analyzer.report(`${path}: ${why}`);
  const analysed: AnalysedPath[] = [];
  for (const file of files) {
    const text = await analyzer.read(file);
    const share = text === undefined ? undefined : ourShare(file, text);
    if (text !== undefined && share) {
      analysed.push(await analyzer.analyzeText(file, resolve(file), text, signal, share));
    }
  }
  return analysed;
}
