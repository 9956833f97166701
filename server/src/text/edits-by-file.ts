import { type FileEdits, type GuardedEdit, inFile, type TextEdit, type TextRange } from './text-range';

/** A change of a text, and the file that holds it; undefined for the file at hand. */
export interface PlacedEdit {
  readonly file: string | undefined;
  readonly edit: GuardedEdit;
}

/** Edits of the file at hand, and of others. */
export interface EditsByFile {
  readonly edits: readonly TextEdit[];
  readonly elsewhere: readonly FileEdits[];
}

/** A place in a file, as a word to compare. */
export function placeKey(file: string | undefined, { start, end }: TextRange): string {
  return `${start}:${end}:${file ?? ''}`;
}

/**
 * The changes by their files, each place once and insertions all; undefined where one place would have to take two
 * texts.
 */
export function editsByFile(changes: readonly PlacedEdit[]): EditsByFile | undefined {
  const places = new Map<string, PlacedEdit>();
  for (const change of changes) {
    const { range, newText } = change.edit;
    const isInsertion = range.start === range.end;
    const key = isInsertion ? `insertion ${places.size}` : placeKey(change.file, range);
    const before = places.get(key);
    if (before && before.edit.newText !== newText) return undefined;
    places.set(key, change);
  }
  const all = [...places.values()];
  const editsIn = (path: string | undefined) => all.filter(({ file }) => file === path).map(({ edit }) => edit);
  const paths = [...new Set(all.flatMap(({ file }) => file ?? []))];
  return {
    edits: editsIn(undefined).map(({ range, newText }) => ({ range, newText })),
    // What another file states is read from the whole of it.
    elsewhere: paths.map((path) => ({
      path,
      edits: editsIn(path).map((edit) => ({ ...edit, range: inFile(edit.range, 0) })),
    })),
  };
}
