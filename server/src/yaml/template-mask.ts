/** Stands for one character of a template expression; from the private use area, so it never occurs in real manifests. */
export const maskCharacter = '\uE000';

/** A line that holds only expressions. */
const ownLine = /^([ \t]*)\{\{[^\n]*\}\}([ \t]*)$/gm;

/**
 * The text with every Go-template expression (`{{ … }}`) replaced by as many mask characters, so that it parses as YAML
 * with unchanged offsets. A line that holds only expressions becomes a comment, or, in a block scalar, empty lines: there
 * a comment would be text, or, where it is not indented, end the scalar.
 */
export function maskTemplates(text: string): string {
  if (!text.includes('{{')) return text;
  const inBlocks = linesInBlocks(text);
  const hidden = text.replace(ownLine, (line, indent: string, _, at: number) => {
    if (/:\s*\{\{/.test(line)) return line;
    return inBlocks.has(at) ? '\n'.repeat(line.length) : `${indent}#${' '.repeat(line.length - indent.length - 1)}`;
  });
  return maskExpressions(hidden);
}

/** The indentation that a block scalar has at least, and has, once a line told. */
interface OpenBlock {
  readonly least: number;
  readonly indent: number | undefined;
}

/** The block scalar whose header ends a line, if one does. */
function blockOpenedBy(line: string): OpenBlock | undefined {
  const header = /(?:^|[ \t])[|>]([-+\d]{0,2})[ \t]*(?:#.*)?\r?$/.exec(line);
  if (!header) return undefined;
  let before = line.slice(0, header.index).trimEnd();
  // A tag or an anchor may stand in front of the header.
  for (let word = lastWord(before); /^[&!]/.test(word); word = lastWord(before))
    before = before.slice(0, before.length - word.length).trimEnd();
  const lead = /^ *(?:- +)*/.exec(before)?.[0].length ?? 0;
  const isItem = /^-?$/.test(before.slice(lead));
  if (!isItem && !before.endsWith(':')) return undefined;
  const parent = isItem ? before.lastIndexOf('-') : lead;
  const explicit = Number(/\d/.exec(header[1] ?? '')?.[0] ?? 0);
  return { least: parent + 1, indent: explicit > 0 ? parent + explicit : undefined };
}

function lastWord(text: string): string {
  return text.slice(Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t')) + 1);
}

/** Where the lines of block scalars begin that hold only expressions. */
function linesInBlocks(text: string): ReadonlySet<number> {
  const inBlocks = new Set<number>();
  let block: OpenBlock | undefined;
  let waiting: number[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const indent = line.search(/[^ ]/);
    const isExpression = /^[ \t]*\{\{.*\}\}[ \t]*\r?$/.test(line);
    if (block && indent !== -1 && line.trim() !== '') {
      const isInside = indent >= (block.indent ?? block.least);
      if (isExpression && !(isInside && block.indent !== undefined)) {
        waiting.push(at);
      } else if (isInside) {
        for (const earlier of isExpression ? [...waiting, at] : waiting) inBlocks.add(earlier);
        waiting = [];
        block = { ...block, indent: block.indent ?? indent };
      } else {
        block = undefined;
      }
    }
    const opened = block ? undefined : blockOpenedBy(line);
    if (opened) {
      block = opened;
      waiting = [];
    }
    at += line.length + 1;
  }
  return inBlocks;
}

/** Masks what stands between `{{` and the next `}}` of the same line; one pass, however many braces stay open. */
export function maskExpressions(text: string): string {
  const parts: string[] = [];
  let done = 0;
  let close = -1;
  let open = text.indexOf('{{');
  while (open !== -1) {
    if (close < open + 2) close = text.indexOf('}}', open + 2);
    if (close === -1) break;
    const lineEnd = text.indexOf('\n', open);
    if (lineEnd !== -1 && lineEnd < close) {
      open = text.indexOf('{{', lineEnd);
      continue;
    }
    parts.push(text.slice(done, open), maskCharacter.repeat(close + 2 - open));
    done = close + 2;
    open = text.indexOf('{{', done);
  }
  return parts.join('') + text.slice(done);
}

/** True when a scalar's source was, in part, a template expression: its value is known only after rendering. */
export function isTemplated(source: string): boolean {
  return source.includes(maskCharacter);
}

/** True when an expression on a line of its own may write lines there, as `include` and `toYaml` do and `if` does not. */
export function writesLines(text: string): boolean {
  return [...text.matchAll(ownLine)].some(([line]) =>
    [...line.matchAll(/\{\{-?\s*(.*?)\s*-?\}\}/g)].some(
      ([, code = '']) => !/^(?:(?:if|else|end|with|range|define|break|continue)\b|\/\*|\$\w*\s*:?=)/.test(code),
    ),
  );
}
