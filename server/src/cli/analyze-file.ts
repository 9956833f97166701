import { dirname, resolve } from 'node:path';
import type { AnalysedFile, AnalysisSettings } from '../analysis/analysis';
import { analyzeSettled } from '../analysis/analyze-settled';
import type { InputStore } from '../analysis/input-store';
import { readManifest } from '../analysis/read-manifest';
import { defaultThresholds } from '../evaluation/inputs';
import type { Output } from './command-context';

export const settings: AnalysisSettings = { thresholds: defaultThresholds, rules: {} };

/**
 * The file's analysis once every file it refers to is read. Rejects where it cannot be read (see `readFailure`), and after
 * an abort, which ends the reading under way, with the signal's reason.
 */
export async function analyzeFile(
  file: string,
  store: InputStore,
  error: Output['error'],
  signal?: AbortSignal,
): Promise<AnalysedFile> {
  const text = await readManifest(file);
  const log = (message: string, cause: unknown): void => error(`internal: ${message}: ${cause}`);
  const analysis = await analyzeSettled({ text, base: baseOf(file), settings }, store, log, signal);
  return { file, text, analysis };
}

/** Where the references of a file start. */
export function baseOf(file: string) {
  return { kind: 'folder', path: dirname(resolve(file)) } as const;
}
