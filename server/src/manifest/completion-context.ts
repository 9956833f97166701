/** What is being typed at a place of a manifest, read from the lines around it, so that broken YAML is no obstacle. */
export interface CompletionContext {
  /** Keys from the document's root down to the map that holds the cursor. */
  readonly path: readonly string[];
  readonly typing: 'key' | 'value';
  /** The key whose value is typed. */
  readonly key: string | undefined;
  /** What stands between the start of the word and the cursor. */
  readonly prefix: string;
  /** Keys the map already has. */
  readonly siblings: ReadonlySet<string>;
  readonly indent: string;
}

const keyLine = /^([ \t]*)(?:- +)?(?:(["'])([^"'#{}[\],:]+)\2[ \t]*|([^\s"'#{}[\],:][^"'#{}[\],:]*)):(?=\s|$)/;

/** The context at an offset, or undefined inside a comment. */
export function completionContext(text: string, offset: number): CompletionContext | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  if (/(?:^|\s)#/.test(before)) return undefined;
  const flow = flowContext(before);
  const lines = text.slice(0, lineStart).split('\n');
  lines.pop();
  const indent = /^[ \t]*/.exec(before)![0];
  const dash = dashOf(before);
  const owners = ownersAbove(lines, indent.length + Math.min(dash, 1));
  if (flow) {
    const own = keyOf(keyLine.exec(before));
    return {
      ...flow,
      path: [...owners, ...(own === undefined ? [] : [own]), ...flow.path],
      indent,
    };
  }
  const value = keyLine.exec(before);
  if (value) {
    const prefix = before.slice(value[0].length).trimStart();
    return {
      path: owners,
      typing: 'value',
      key: keyOf(value),
      prefix,
      siblings: new Set(),
      indent,
    };
  }
  const prefix = before.trimStart().replace(/^- +/, '');
  if (/\s/.test(prefix)) return undefined;
  return {
    path: owners,
    typing: 'key',
    key: undefined,
    prefix,
    siblings: siblingKeys(text, lineStart, indent.length + dash),
    indent: indent + ' '.repeat(dash),
  };
}

function keyOf(match: RegExpExecArray | null): string | undefined {
  return match?.[3] ?? match?.[4]?.trimEnd();
}

/** Keys of the enclosing block maps, outermost first, for a line indented by `indent`. */
function ownersAbove(lines: readonly string[], indent: number): readonly string[] {
  const owners: string[] = [];
  let limit = indent;
  for (let index = lines.length - 1; index >= 0 && limit > 0; index--) {
    const line = lines[index]!;
    if (/^---(?:\s|$)/.test(line)) break;
    const match = keyLine.exec(line);
    if (!match) continue;
    const indentOfLine = match[1]!.length;
    if (indentOfLine >= limit) continue;
    const column = indentOfLine + dashOf(line);
    if (column < limit) owners.unshift(keyOf(match)!);
    // The key above a list may stand as far left as its dashes.
    limit = column > indentOfLine ? indentOfLine + 1 : indentOfLine;
  }
  return owners;
}

/** How far the first key of a list item stands behind its dash; 0 on other lines. */
function dashOf(line: string): number {
  return /^[ \t]*(- +)/.exec(line)?.[1]?.length ?? 0;
}

function siblingKeys(text: string, lineStart: number, indent: number): ReadonlySet<string> {
  const keys = new Set<string>();
  const collect = (lines: Iterable<string>, upwards: boolean): void => {
    for (const line of lines) {
      if (/^---(?:\s|$)/.test(line)) return;
      if (/^\s*(?:#|$)/.test(line)) continue;
      const depth = /^[ \t]*/.exec(line)![0].length;
      const column = depth + dashOf(line);
      const beginsItem = column > depth;
      if (depth < indent && !(beginsItem && upwards && column === indent)) return;
      const match = column === indent ? keyLine.exec(line) : null;
      if (match) keys.add(keyOf(match)!);
      if (beginsItem && column === indent) return;
    }
  };
  const isFirstOfItem = dashOf(text.slice(lineStart, lineStart + indent + 1)) > 0;
  if (!isFirstOfItem) collect(text.slice(0, lineStart).split('\n').slice(0, -1).reverse(), true);
  collect(text.slice(lineStart).split('\n').slice(1), false);
  return keys;
}

/** Context inside a flow map that opens on the same line: `{ workers: 8, ba|`. */
function flowContext(before: string): Omit<CompletionContext, 'indent'> | undefined {
  const open: { key: string | undefined; keys: Set<string> }[] = [];
  let word = '';
  let key: string | undefined;
  let quoted: string | undefined;
  for (const character of before) {
    if (quoted) {
      if (character === quoted) quoted = undefined;
      else word += character;
    } else if (character === '"' || character === "'") quoted = character;
    else if (character === '{') {
      open.push({ key: open.length > 0 ? key : undefined, keys: new Set() });
      [word, key] = ['', undefined];
    } else if (character === '}') {
      open.pop();
      [word, key] = ['', undefined];
    } else if (character === ',' && open.length > 0) [word, key] = ['', undefined];
    else if (character === ':' && open.length > 0) {
      key = word.trim();
      open.at(-1)!.keys.add(key);
      word = '';
    } else word += character;
  }
  const top = open.at(-1);
  if (!top) return undefined;
  const path = open.flatMap((level) => (level.key === undefined ? [] : [level.key]));
  return { path, typing: key === undefined ? 'key' : 'value', key, prefix: word.trimStart(), siblings: top.keys };
}
