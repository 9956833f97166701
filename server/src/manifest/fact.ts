import type { TextRange } from '../text/text-range';
import type { SharedValue, TreeScalar } from '../yaml/yaml-tree';

/** A value a manifest states, and where. Ranges are offsets into the text that was read: the document's chunk, or the file of launches. */
export interface Fact<T> {
  readonly value: T;
  /** Where a reader sees the value: its text, or the alias or merge key that brings it here. */
  readonly site: TextRange;
  /** The text of the value itself. */
  readonly range: TextRange;
  readonly keyRange: TextRange;
  readonly shared: SharedValue | undefined;
  /** The anchor the value's text defines, whose other uses an edit changes too. */
  readonly anchored: TreeScalar['anchored'];
  /** Where the value was set, when it is not written in the manifest: nothing here can be edited. */
  readonly setIn?: string | undefined;
  /** Absolute path of the file whose offsets the ranges are, where it is another one than the manifest's. */
  readonly file?: string | undefined;
  /** False where the text at `range` is not the value itself, character for character, so that no edit is offered. */
  readonly literal?: boolean | undefined;
}

/** A value that is set outside the manifest; it stands where the manifest would say it. */
export function factSetIn<T>(from: string, value: T, at: TextRange): Fact<T> {
  return { value, site: at, range: at, keyRange: at, shared: undefined, anchored: undefined, setIn: from };
}
