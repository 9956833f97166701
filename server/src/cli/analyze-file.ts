import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Analysis, AnalysisSettings } from '../analysis/analysis';
import { Analyzer } from '../analysis/analyze';
import type { InputStore } from '../analysis/input-store';
import { defaultThresholds } from '../evaluation/inputs';
import type { Output } from './command-context';

/** A file with the analysis of it. */
export interface AnalysedFile {
  readonly file: string;
  readonly text: string;
  readonly analysis: Analysis;
}

/** A manifest in another encoding is refused rather than read with its letters replaced. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const settings: AnalysisSettings = { thresholds: defaultThresholds, rules: {} };

/**
 * The file's analysis once every file it refers to is read. Rejects where it cannot be read (see `readFailure`), and with
 * the signal's reason once the reading under way ends after an abort.
 */
export async function analyzeFile(
  file: string,
  store: InputStore,
  error: Output['error'],
  signal?: AbortSignal,
): Promise<AnalysedFile> {
  const text = utf8.decode(await readFile(file));
  signal?.throwIfAborted();
  return { file, text, analysis: await analyzeText(text, file, store, error, signal) };
}

/** The same for a text that is, or will be, in `file`. */
export async function analyzeText(
  text: string,
  file: string,
  store: InputStore,
  error: Output['error'],
  signal?: AbortSignal,
): Promise<Analysis> {
  const analyzer = new Analyzer((message, cause) => error(`internal: ${message}: ${cause}`));
  const inputs = store.inputsFor(baseOf(file));
  let analysis = analyzer.analyze(text, inputs, settings, Date.now());
  while (analysis.loading) {
    await store.settled();
    signal?.throwIfAborted();
    analyzer.forget();
    analysis = analyzer.analyze(text, inputs, settings, Date.now());
  }
  return analysis;
}

/** Where the references of a file start. */
export function baseOf(file: string) {
  return { kind: 'folder', path: dirname(resolve(file)) } as const;
}

/** Why a file could not be read, as the end of a sentence. */
export function readFailure(reason: unknown): string {
  const code = (reason as NodeJS.ErrnoException).code;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not UTF-8 text';
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'is a folder';
  return code === 'EACCES' ? 'reading it is not permitted' : String(reason instanceof Error ? reason.message : reason);
}
