import { type MappedText, rangeOfText } from '../../text/mapped-text';
import type { TextRange } from '../../text/text-range';
import { scalarText } from '../../yaml/scalar-text';
import type { TreeEntry, TreeNode, TreeScalar } from '../../yaml/yaml-tree';
import type { Fact } from '../fact';

/** Reads the scalars of one file, each of them once: aliases lead to the same one many times. */
export class ScalarReader {
  private readonly texts = new Map<number, MappedText>();

  constructor(private readonly file: string) {}

  /** The text of a scalar, empty for null; undefined for anything else. */
  text(node: TreeNode | undefined): MappedText | undefined {
    if (node?.kind !== 'scalar') return undefined;
    const known = this.texts.get(node.range.start);
    if (known) return known;
    const text = node.value === null ? { text: '', pieces: [] } : scalarText(this.file, node);
    this.texts.set(node.range.start, text);
    return text;
  }

  /** A name as it is written, with its template expressions; undefined where there is none. */
  name(node: TreeNode | undefined): string | undefined {
    const read = this.text(node);
    if (!read || read.text === '') return undefined;
    return read.pieces.map(({ at, length, unknown }) => unknown ?? read.text.slice(at, at + length)).join('');
  }

  /** Names as they are written, by key: labels, a selector. */
  names(node: TreeNode | undefined): ReadonlyMap<string, string> {
    const entries = node?.kind === 'map' ? node.entries : [];
    return new Map(entries.map(({ key, value }) => [key, this.name(value) ?? '']));
  }

  /** A text that the file states and no template decides. */
  textFact(entry: TreeEntry | undefined): Fact<string> | undefined {
    return entry && this.textFactAt(entry.value, entry.keyRange);
  }

  /** The text of a value that has no key of its own, as a fact placed at `keyRange`. */
  textFactAt(node: TreeNode, keyRange: TextRange): Fact<string> | undefined {
    const read = this.text(node);
    if (node.kind !== 'scalar' || !read || read.text === '' || isUnknown(read)) return undefined;
    return this.fact(node, keyRange, read, read.text, true);
  }

  /** A whole number, not negative, that the file states, if need be in quotes. */
  count(entry: TreeEntry | undefined): Fact<number> | undefined {
    const node = entry?.value;
    const read = this.text(node);
    if (!entry || node?.kind !== 'scalar' || !read || isUnknown(read)) return undefined;
    const value = typeof node.value === 'number' ? node.value : /^\d{1,15}$/.test(read.text) ? Number(read.text) : -1;
    if (!Number.isSafeInteger(value) || value < 0) return undefined;
    return this.fact(node, entry.keyRange, read, value, read.text === String(value));
  }

  private fact<T>(node: TreeScalar, keyRange: TextRange, read: MappedText, value: T, isSame: boolean): Fact<T> {
    const { exact, start, end } = rangeOfText(read);
    return {
      value,
      site: node.shared ? node.site : { start, end },
      range: { start, end },
      keyRange,
      shared: node.shared,
      anchored: node.anchored,
      ...(exact && isSame ? {} : { literal: false }),
    };
  }
}

function isUnknown({ pieces }: MappedText): boolean {
  return pieces.some(({ unknown }) => unknown !== undefined);
}
