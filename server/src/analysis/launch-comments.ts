import { isDeepStrictEqual } from 'node:util';
import type { LaunchFile } from '../manifest/launches/launch-file';
import { readScriptSuppressions, readSuppressions, type Suppression } from '../manifest/suppressions';
import { readScript, type ShellCommand } from '../shell/read-script';
import { verbatimText } from '../text/mapped-text';
import { applyEdits, type TextEdit } from '../text/text-range';
import { splitDocuments } from '../yaml/document-chunks';
import { changesNothing } from '../yaml/verified-edit';
import { isDeclared } from './our-share';

/** The suppressions that launches of a file may need; those of our own documents are their own. */
export function launchSuppressions(text: string, isScript: boolean, { documents }: LaunchFile): readonly Suppression[] {
  if (isScript) {
    return readScriptSuppressions(text, () => commandsOf(text).map(({ range }) => range));
  }
  return documents
    .filter(({ extent }) => !isDeclared(text, [extent]))
    .flatMap(({ root, extent }) => readSuppressions(text, root, extent));
}

/** Whether edits touch only comments and layout of a text with launches. */
export function sameLaunchText(text: string, isScript: boolean, edits: readonly TextEdit[]): boolean {
  if (!isScript) return sameDocuments(text, edits);
  return isDeepStrictEqual(wordsOf(text), wordsOf(applyEdits(text, edits)));
}

/** Whether YAML has the same documents after the edits; only the documents that are edited have to be read again. */
function sameDocuments(text: string, edits: readonly TextEdit[]): boolean {
  const chunk = splitDocuments(text).find(({ start, text: { length } }) =>
    edits.every(({ range }) => start <= range.start && range.end <= start + length),
  );
  if (!chunk) return changesNothing(text, edits);
  const inChunk = edits.map(({ range: { start, end }, newText }) => {
    return { range: { start: start - chunk.start, end: end - chunk.start }, newText };
  });
  return changesNothing(chunk.text, inChunk);
}

/** Where the outermost command of a script begins that holds an offset. */
export function commandStart(text: string, offset: number): number | undefined {
  const holding = commandsOf(text).filter(({ range }) => range.start <= offset && offset <= range.end);
  return holding.length === 0 ? undefined : Math.min(...holding.map(({ range }) => range.start));
}

function commandsOf(text: string): readonly ShellCommand[] {
  return readScript(verbatimText(text, 0), new Map()).commands;
}

function wordsOf(text: string): readonly (readonly string[])[] {
  return commandsOf(text).map(({ words }) => words.map((word) => word.text));
}
