import type { AnalysedDocument } from '../analysis/analysis';
import { plainWord } from '../text/format';
import { type AnalysedManifest, type ToolHost, ToolRefusal } from './tool';
import type { InputProperty } from './tool-input';

/** Inputs by which every tool about a manifest is told which one. */
export const pathInput = { type: 'string', description: 'absolute path of a manifest' } as const;
/** As results count documents, and `explain --format json`. */
export const documentInput = {
  type: 'integer',
  description: 'which YAML document, from 0',
} as const satisfies InputProperty;

/** The manifest that an agent's input means. Rejects with `ToolRefusal` where there is none. */
export async function manifestOf(
  input: { readonly path?: string; readonly text?: string; readonly baseFolder?: string },
  host: ToolHost,
  signal: AbortSignal,
): Promise<AnalysedManifest> {
  const { path, text, baseFolder } = input;
  if (path !== undefined && text !== undefined) throw new ToolRefusal('Give `path` or `text`, not both.');
  if (path !== undefined && baseFolder !== undefined) {
    throw new ToolRefusal("`baseFolder` goes with `text`; a file's references start at its own folder.");
  }
  if (text !== undefined) return host.analyzeText(text, baseFolder, signal);
  if (path === undefined) throw new ToolRefusal('Give the `path` of a manifest.');
  return host.analyzeFile(path, signal);
}

/** The documents an agent asked for: all of them where `document` is absent. Throws `ToolRefusal` for one that is not there. */
export function documentsOf(
  { file, analysis }: AnalysedManifest,
  document: number | undefined,
): readonly AnalysedDocument[] {
  const { documents } = analysis;
  if (document === undefined) return documents;
  const found = documents.filter(({ index }) => index === document);
  if (found.length > 0) return found;
  const last = documents.length - 1;
  const there = last < 0 ? 'has none' : last === 0 ? 'has only document 0' : `has documents 0 to ${last}`;
  throw new ToolRefusal(`There is no document ${document}: ${plainWord(file)} ${there}.`);
}
