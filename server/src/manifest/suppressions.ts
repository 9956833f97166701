import type { TextRange } from '../text/text-range';
import type { TreeEntry, TreeNode } from '../yaml/yaml-tree';

/** A `# afd-lens: ignore AFD101 -- reason` comment and the part of the document it covers. */
export interface Suppression {
  /** The comment, from its `#` to the end of the line. */
  readonly range: TextRange;
  readonly codes: readonly { readonly code: string; readonly range: TextRange }[];
  readonly reason: string | undefined;
  readonly scope: TextRange;
  /** What it stands for: an entry, the document before whose first key it stands, or the file at whose top it stands. */
  readonly reach: 'entry' | 'document' | 'file';
}

const mark = /afd-lens:/i;
const directive = /#[ \t]*afd-lens:[ \t]*ignore\b([^\r\n]*)/gi;

/**
 * The suppressions of a document, which is the `extent` of the text. A comment behind a value or on its own line above covers the entry it stands at,
 * with everything below that; one before the document's first key covers the whole document. At the top of a file it
 * covers the other documents too, which `analysis` sees to.
 */
export function readSuppressions(text: string, root: TreeNode | undefined, extent: TextRange): readonly Suppression[] {
  if (!mark.test(text) || !root) return [];
  const words = wordRanges(text, root);
  const entries = entriesByLine(text, root);
  return directivesIn(text, extent, words).map((found) => {
    const { start } = found.range;
    return {
      ...found,
      scope: start < root.range.start ? extent : scopeOf(text, start, entries),
      reach: start >= root.range.start ? 'entry' : isTopOfFile(text, start) ? 'file' : 'document',
    };
  });
}

/**
 * The suppressions of a shell script. A comment covers the command on its line, or on its own line the next command; one
 * before the first command covers the whole file. `commands`: where the commands stand, which hold no comments; asked
 * only where there may be one of ours.
 */
export function readScriptSuppressions(text: string, commands: () => readonly TextRange[]): readonly Suppression[] {
  if (!mark.test(text)) return [];
  const inOrder = commands().toSorted((a, b) => a.start - b.start);
  const extent = { start: 0, end: text.length };
  return directivesIn(text, extent, inOrder).map((found) => {
    const { start } = found.range;
    const isFirst = inOrder.every((command) => command.start > start);
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const target =
      inOrder.findLast((command) => command.end <= start && command.end > lineStart) ??
      inOrder.find((command) => command.start > start);
    return isFirst
      ? { ...found, scope: extent, reach: 'file' }
      : { ...found, scope: target ?? found.range, reach: 'entry' };
  });
}

/** The comments that suppress, outside `words`. */
function directivesIn(
  text: string,
  extent: TextRange,
  words: readonly TextRange[],
): readonly Pick<Suppression, 'range' | 'codes' | 'reason'>[] {
  return [...text.slice(0, extent.end).matchAll(directive)].flatMap((match) => {
    const start = match.index;
    if (start < extent.start || words.some((range) => range.start <= start && start < range.end)) return [];
    const range = { start, end: start + match[0].trimEnd().length };
    const [list = '', ...reason] = (match[1] ?? '').split(/\s(?:--?|[–—])(?:\s|$)/);
    const listStart = start + match[0].length - (match[1] ?? '').length;
    const codes = [...list.matchAll(/[^\s,]+/g)].map((word) => ({
      code: word[0].toUpperCase(),
      range: { start: listStart + word.index, end: listStart + word.index + word[0].length },
    }));
    return [{ range, codes, reason: reason.join(' -- ').trim() || undefined }];
  });
}

/** Before any `---`: chunks behind the first begin with theirs. */
function isTopOfFile(text: string, at: number): boolean {
  return !/^---/m.test(text.slice(0, at));
}

function scopeOf(text: string, at: number, entries: ReadonlyMap<number, TreeEntry>): TextRange {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const alone = text.slice(lineStart, at).trim() === '';
  const target = alone ? nextContentLine(text, at) : lineStart;
  const entry = entries.get(target);
  const lineEnd = endOfLine(text, target);
  // A list or block scalar reaches to where the next key begins, which is not below it any more.
  const valueEnd = entry && !entry.value.shared ? text.slice(0, entry.value.range.end).trimEnd().length : lineEnd;
  return { start: target, end: Math.max(lineEnd, valueEnd) };
}

function nextContentLine(text: string, from: number): number {
  let start = endOfLine(text, from) + 1;
  while (start < text.length && /^[ \t]*(?:#|\r?$)/.test(text.slice(start, endOfLine(text, start))))
    start = endOfLine(text, start) + 1;
  return Math.min(start, text.length);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function entriesByLine(text: string, root: TreeNode): ReadonlyMap<number, TreeEntry> {
  const byLine = new Map<number, TreeEntry>();
  walk(root, (entry) => {
    const line = text.lastIndexOf('\n', entry.keyRange.start - 1) + 1;
    if (!byLine.has(line)) byLine.set(line, entry);
  });
  return byLine;
}

function walk(node: TreeNode, visit: (entry: TreeEntry) => void): void {
  if (node.shared) return;
  if (node.kind === 'sequence') for (const item of node.items) walk(item, visit);
  if (node.kind !== 'map') return;
  for (const entry of node.entries) {
    visit(entry);
    walk(entry.value, visit);
  }
}

/** Where keys and scalars stand, whose `#` begins no comment. The line of a block scalar's header may end in one. */
function wordRanges(text: string, root: TreeNode): readonly TextRange[] {
  const ranges: TextRange[] = [];
  const collect = (node: TreeNode): void => {
    if (node.kind === 'scalar') {
      const { start, end } = node.range;
      ranges.push(node.style === 'block' ? { start: endOfLine(text, start), end } : { start, end });
    } else if (node.kind === 'sequence') node.items.forEach(collect);
    else
      for (const { keyRange, value } of node.entries) {
        ranges.push(keyRange);
        collect(value);
      }
  };
  collect(root);
  return ranges;
}
