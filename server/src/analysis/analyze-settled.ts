import type { FileKind } from '../configuration/configuration';
import type { FileSettings } from '../configuration/file-settings';
import type { Analysis } from './analysis';
import { Analyzer, type FailureLog } from './analyze';
import type { InputStore } from './input-store';
import { searchScope } from './launch-search';
import type { OurShare } from './our-share';
import { confinedBase, type ReferenceBase } from './reference-path';

/** A text to analyse once, and where its references start. */
export interface TextToAnalyze {
  readonly text: string;
  /** Absolute path of its file, if it has one. */
  readonly path?: string | undefined;
  readonly base: ReferenceBase;
  readonly settings: FileSettings;
  readonly fileKind?: FileKind;
  /** What of the text is ours; all of it where it is not given. */
  readonly share?: OurShare;
}

/**
 * The analysis of a text once every file it refers to is read and everything computed. An abort ends all reading of the
 * store; it then rejects with the signal's reason.
 */
export async function analyzeSettled(
  { text, path, base, settings, fileKind, share }: TextToAnalyze,
  store: InputStore,
  log: FailureLog,
  signal?: AbortSignal,
): Promise<Analysis> {
  const analyzer = new Analyzer(log, fileKind);
  const inputs = store.inputsFor(confinedBase(base, settings), searchScope(settings, base), path);
  const stop = (): void => store.keepOnly(new Set());
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      signal?.throwIfAborted();
      const analysis = analyzer.analyze(text, inputs, settings, Date.now(), share);
      if (!analysis.loading && !analysis.computing) return analysis;
      await store.settled();
      analyzer.forget();
    }
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
