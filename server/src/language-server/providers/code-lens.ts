import type { CodeLens } from 'vscode-languageserver/node';
import { inFile } from '../../text/text-range';
import { summarize } from '../../wording/summary';
import type { OpenManifest } from '../open-manifest';
import { toLspRange } from '../to-lsp';

/** The client's commands that lenses call with the document's URI and the index of the YAML document. */
export interface LensCommands {
  readonly explain: string;
  readonly sweep: string;
}

/**
 * The summary of each deployment, and where it has a prediction the way to its sweep. For a client without the commands
 * the summary alone, as a text that does nothing.
 */
function codeLenses({ document, analysis }: OpenManifest, commands: LensCommands | undefined): CodeLens[] {
  return analysis.documents.flatMap(({ deployment, evaluation, start, index }) => {
    if (!deployment || !evaluation) return [];
    const range = toLspRange(document, inFile(deployment.lensRange, start));
    const lens = (title: string, command: string): CodeLens => ({
      range,
      command: { title, command, arguments: [document.uri, index] },
    });
    const title = summarize(deployment, evaluation);
    if (!commands) return [{ range, command: { title, command: '' } }];
    const summary = lens(title, commands.explain);
    return evaluation.sizing ? [summary, lens('Show sweep', commands.sweep)] : [summary];
  });
}

/**
 * Lenses that do not flicker: while a document of the file is broken, the last lenses of the whole file stay, each kept
 * inside the text.
 */
export class SteadyLenses {
  private readonly lastGood = new Map<string, readonly CodeLens[]>();

  lenses(manifest: OpenManifest, commands: LensCommands | undefined): CodeLens[] {
    const { document, analysis } = manifest;
    const whole = analysis.documents.every(({ wellFormed }) => wellFormed);
    const last = this.lastGood.get(document.uri);
    if (!whole && last) {
      const lastLine = document.lineCount - 1;
      return last.filter(({ range }) => range.start.line <= lastLine);
    }
    const lenses = codeLenses(manifest, commands);
    if (whole) this.lastGood.set(document.uri, lenses);
    return lenses;
  }

  close(uri: string): void {
    this.lastGood.delete(uri);
  }
}
