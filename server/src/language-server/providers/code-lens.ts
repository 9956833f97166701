import type { CodeLens } from 'vscode-languageserver/node';
import { summarize } from '../../wording/summary';
import type { OpenManifest } from '../open-manifest';
import { toLspRange } from '../to-lsp';

/** One lens per deployment. `command` is the client's command that shows the derivation. */
export function codeLenses({ document, analysis }: OpenManifest, command: string): CodeLens[] {
  return analysis.documents.flatMap(({ deployment, evaluation, start, index }) => {
    if (!deployment || !evaluation) return [];
    const range = toLspRange(document, deployment.lensRange, start);
    return [
      { range, command: { title: summarize(deployment, evaluation), command, arguments: [document.uri, index] } },
    ];
  });
}

/**
 * Lenses that do not flicker: while a document of the file is broken, the last lenses of the whole file stay, each kept
 * inside the text.
 */
export class SteadyLenses {
  private readonly lastGood = new Map<string, readonly CodeLens[]>();

  lenses(manifest: OpenManifest, command: string): CodeLens[] {
    const { document, analysis } = manifest;
    const whole = analysis.documents.every(({ wellFormed }) => wellFormed);
    const last = this.lastGood.get(document.uri);
    if (!whole && last) {
      const lastLine = document.lineCount - 1;
      return last.filter(({ range }) => range.start.line <= lastLine);
    }
    const lenses = codeLenses(manifest, command);
    if (whole) this.lastGood.set(document.uri, lenses);
    return lenses;
  }

  close(uri: string): void {
    this.lastGood.delete(uri);
  }
}
