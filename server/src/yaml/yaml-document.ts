import { Composer, type CST, type Document, isScalar, Lexer, Parser } from 'yaml';
import type { TextRange } from '../text/text-range';
import { buildTree } from './build-tree';
import { maskTemplates } from './template-mask';
import type { YamlProblem } from './yaml-problem';
import type { TreeNode } from './yaml-tree';

export interface YamlDocument {
  /** Undefined when the document is empty or not readable. */
  readonly root: TreeNode | undefined;
  readonly problems: readonly YamlProblem[];
  /** True when the syntax is whole; otherwise `root` is only a guess. */
  readonly wellFormed: boolean;
  /** The part of the text that is this document, with the comments before it. */
  readonly extent: TextRange;
}

/** Problems reported for one document at most; more would be the same mistake again. */
const problemLimit = 10;

/** Deepest nesting that is read: manifests have some six levels, and what reads the tokens recurses. */
const depthLimit = 200;

/**
 * Parses the YAML documents of a text. All offsets are those of a file in which the text begins at `base`: 0 for a whole
 * file, and for a chunk whose offsets are to be relative to it. Never throws.
 */
export function parseYaml(text: string, base = 0): readonly YamlDocument[] {
  const binaryAt = text.indexOf('\0');
  if (binaryAt !== -1) return unreadable(text, base, binaryAt, 'This is not text: it contains a NUL character.');
  const { tokens, tooDeepAt } = readTokens(maskTemplates(text));
  if (tooDeepAt !== undefined)
    return unreadable(text, base, tooDeepAt, `Nested deeper than ${depthLimit} levels; no manifest needs that.`);
  const composer = new Composer({ uniqueKeys: false, merge: true, keepSourceTokens: true, strict: true });
  const documents = [...composer.compose(tokens)];
  return documents.map((document, index) => {
    const start = documents[index - 1]?.range[2] ?? 0;
    const end = index === documents.length - 1 ? text.length : document.range[2];
    return readDocument(document, text, base, { start, end });
  });
}

function unreadable(text: string, base: number, at: number, message: string): readonly YamlDocument[] {
  const problem = { kind: 'syntax', message, range: { start: base + at, end: base + at + 1 } } as const;
  const extent = { start: base, end: base + text.length };
  return [{ root: undefined, problems: [problem], wellFormed: false, extent }];
}

function readTokens(text: string): { tokens: readonly CST.Token[]; tooDeepAt: number | undefined } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > depthLimit) return { tokens, tooDeepAt: Math.min(offset, text.length - 1) };
    offset += isMarker(lexeme) ? 0 : lexeme.length;
  }
  tokens.push(...parser.end());
  return { tokens, tooDeepAt: undefined };
}

/** The lexer announces documents, scalars and errors with control characters that are not in the text. */
function isMarker(lexeme: string): boolean {
  return lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001F';
}

function readDocument(document: Document.Parsed, text: string, base: number, within: TextRange): YamlDocument {
  const conflict = document.errors.length > 0 ? conflictIn(text, within) : undefined;
  const syntax = (conflict ? [conflict] : syntaxProblems(document, text)).map((problem) => ({
    ...problem,
    range: shifted(problem.range, base),
  }));
  const wellFormed = syntax.length === 0;
  const extent = shifted(within, base);
  if (isEmpty(document.contents)) return { root: undefined, problems: syntax, wellFormed, extent };
  try {
    const { root, problems } = buildTree(document, text, base);
    return {
      root,
      // Both sides of a conflict give the same keys.
      problems: conflict ? syntax : [...syntax, ...problems.slice(0, problemLimit)],
      wellFormed: wellFormed && problems.every(({ kind }) => kind !== 'syntax'),
      extent,
    };
  } catch (error) {
    const at = document.contents!.range[0];
    const message = error instanceof Error ? error.message : String(error);
    const problem = { kind: 'alias-expansion', message, range: shifted({ start: at, end: at + 1 }, base) } as const;
    return { root: undefined, problems: [...syntax, problem], wellFormed: false, extent };
  }
}

function shifted({ start, end }: TextRange, base: number): TextRange {
  return { start: start + base, end: end + base };
}

/** The one problem of an unresolved merge conflict, instead of the many that its markers cause. */
function conflictIn(text: string, extent: TextRange): YamlProblem | undefined {
  const conflict = /^(?:<{7}|={7}|>{7})(?= |\r?$)/m.exec(text.slice(extent.start, extent.end));
  if (!conflict) return undefined;
  const start = extent.start + conflict.index;
  const message = 'Not valid YAML: a merge conflict is not resolved here.';
  return { kind: 'syntax', message, range: { start, end: start + conflict[0].length } };
}

function syntaxProblems({ errors }: Document.Parsed, text: string): readonly YamlProblem[] {
  return errors.slice(0, problemLimit).map(({ message, pos }) => ({
    kind: 'syntax',
    message: sentence(message),
    range: onOneLine({ start: pos[0], end: Math.max(pos[1], pos[0] + 1) }, text),
  }));
}

/** Nothing but comments between two `---` lines. */
function isEmpty(contents: Document.Parsed['contents']): boolean {
  return !contents || (isScalar(contents) && contents.type === 'PLAIN' && contents.source === '' && !contents.tag);
}

/** The part of a range on its first line; at the end of the text the character before it. */
function onOneLine({ start, end }: TextRange, text: string): TextRange {
  const from = Math.max(0, Math.min(start, text.length - 1));
  const lineBreak = text.slice(from + 1, end).search(/[\r\n]/);
  return { start: from, end: lineBreak === -1 ? Math.min(end, text.length) : from + 1 + lineBreak };
}

/** The parser's commonest complaints in words that need no YAML grammar. */
const plainWords: readonly (readonly [RegExp, string])[] = [
  [/^Tabs are not allowed as indentation/, 'Tabs cannot indent YAML; use spaces.'],
  [/^Implicit map keys need to be followed/, 'Not valid YAML: a `:` is missing after this key.'],
  [
    /^Nested mappings are not allowed in compact/,
    'Not valid YAML: two keys on one line; break the line or quote the value.',
  ],
  [/must be sufficiently indented and end with a (.)$/, 'Not valid YAML: a closing `$1` is missing.'],
  [/^Expected flow (?:map|sequence) to end with (.)$/, 'Not valid YAML: a closing `$1` is missing.'],
];

function sentence(message: string): string {
  for (const [pattern, words] of plainWords) {
    const match = pattern.exec(message);
    if (match) return words.replace('$1', match[1] ?? '');
  }
  const text = message.replaceAll('\uE000', '{').trim();
  return `Not valid YAML: ${text.charAt(0).toLowerCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
