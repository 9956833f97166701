import { resolve } from 'node:path';
import { mayBeOurs, type OurShare, ourShare } from '../analysis/our-share';
import { realPathOf } from '../analysis/reach/real-path';
import type { AnalysedPath, FileAnalyzer } from './analyze-file';
import { findFiles } from './find-files';

/** Every file of ours behind files, folders and patterns, analysed; what cannot be read is said once by the analyzer. */
export async function analyzePaths(
  paths: readonly string[],
  analyzer: FileAnalyzer,
  signal?: AbortSignal,
): Promise<readonly AnalysedPath[]> {
  const { files, problems } = await findFiles(paths, signal);
  signal?.throwIfAborted();
  for (const { path, why } of problems) analyzer.report(`${path}: ${why}`);
  const analysed: AnalysedPath[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    const found = await readOurs(file, analyzer);
    if (found) analysed.push(await analyzer.analyzeText(file, resolve(file), found.text, signal, found.share));
  }
  return analysed;
}

/** A file's text if some of it is ours. Files of others need not be valid UTF-8. */
async function readOurs(
  file: string,
  analyzer: FileAnalyzer,
): Promise<{ readonly text: string; readonly share: OurShare } | undefined> {
  const content = await analyzer.read(file);
  const real = await realPathOf(resolve(file));
  const text = content && mayBeOurs(real, content) ? await analyzer.decode(file, content) : undefined;
  const share = text === undefined ? undefined : ourShare(real, text);
  return share && { text: text!, share };
}
