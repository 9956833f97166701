import { formatCount, quote } from '../text/format';
import { type MappedText, rangeOfText, sliceText, unknownCharacter, unknownsIn } from '../text/mapped-text';
import type { TextRange } from '../text/text-range';
import { JsonTokens, token } from './json-tokens';
import type { TreeEntry, TreeMap, TreeNode, TreeScalar, TreeSequence } from './yaml-tree';

/** Something in a text that is not JSON, in one sentence. */
export interface JsonProblem {
  readonly message: string;
  readonly range: TextRange;
  /** True for what Python reads nevertheless. */
  readonly readable?: true;
  /** True where the message quotes the text. */
  readonly quotes?: true;
}

/** A JSON text as a tree, as far as it can be read. */
export interface JsonTree {
  readonly root: TreeNode | undefined;
  readonly problems: readonly JsonProblem[];
}

/** Deepest nesting that is read. */
const depthLimit = 200;
/** Values that are read of one text; settings of an engine have tens. */
const valueLimit = 20_000;
/** Problems reported of one text at most; more would be the same mistake again. */
const problemLimit = 10;

/**
 * Reads JSON as Python's `json.loads` does: no comments, no trailing commas, of equal keys the last. Ranges are those in
 * the file; of keys and strings, without their quotes. A value with an unknown character is `templated`, and its `unknown`
 * says what decides it; one that stands where a key would is passed over. Never throws.
 */
export function readJson(text: MappedText): JsonTree {
  return new JsonReader(text).read();
}

/** What ends the reading: more would cost without limit. */
class TooMuch extends Error {}

class JsonReader {
  private readonly problems: JsonProblem[] = [];
  private readonly tokens: JsonTokens;
  private depth = 0;
  private values = 0;

  constructor(private readonly text: MappedText) {
    this.tokens = new JsonTokens(text.text, (start, end) => this.report('comments cannot stand here', start, end));
  }

  read(): JsonTree {
    try {
      if (this.tokens.kind === token.end) {
        this.report('there is nothing here', 0, this.text.text.length);
        return { root: undefined, problems: this.problems };
      }
      const root = this.value();
      this.tokens.passUnknown();
      if (this.tokens.kind !== token.end)
        this.report('something stands behind the end of the value', this.tokens.start, this.tokens.end);
      return { root, problems: this.problems };
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      return { root: undefined, problems: this.problems };
    }
  }

  private value(): TreeNode | undefined {
    if (++this.values > valueLimit) this.giveUp(`more than ${formatCount(valueLimit)} values; no settings need that`);
    switch (this.tokens.kind) {
      case token.openBrace:
      case token.openBracket: {
        if (++this.depth > depthLimit) this.giveUp(`nested deeper than ${depthLimit} levels; no settings need that`);
        const node = this.tokens.kind === token.openBrace ? this.map() : this.sequence();
        this.depth--;
        return node;
      }
      case token.closeBrace:
      case token.closeBracket:
      case token.comma:
      case token.colon:
      case token.end:
        this.report('a value is missing here', this.tokens.start, Math.max(this.tokens.end, this.tokens.start + 1));
        return undefined;
      case token.string:
        return this.string();
      default:
        return this.word();
    }
  }

  private map(): TreeMap {
    const start = this.tokens.start;
    const entries = new Map<string, TreeEntry>();
    this.items(token.closeBrace, '}', () => {
      const key = this.key();
      if (!key) return;
      if (this.tokens.kind === token.colon) this.tokens.next();
      else this.report(`a \`:\` is missing behind the key ${quote(key.name)}`, key.start, key.end, true);
      const value = this.value();
      if (entries.delete(key.name) && !key.name.includes(unknownCharacter))
        this.add({
          message: `${quote(key.name)} is given twice in this object; the last one counts.`,
          range: key.range,
          readable: true,
          quotes: true,
        });
      if (value) entries.set(key.name, { key: key.name, keyRange: key.range, value });
    });
    return { kind: 'map', ...this.place(start), flow: true, entries: [...entries.values()] };
  }

  /** Reads a key; undefined where there is none. */
  private key(): { name: string; range: TextRange; start: number; end: number } | undefined {
    const { start, end } = this.tokens;
    if (this.tokens.kind === token.string) {
      const { value, range } = this.stringAt();
      this.tokens.next();
      return { name: value, range, start, end };
    }
    if (this.tokens.kind <= token.colon || this.tokens.kind === token.end) {
      this.report('a key is missing here', start, end);
      return undefined;
    }
    const { word, end: wordEnd } = this.tokens.word();
    const name = word.replace(/^'(.*)'$/s, '$1');
    this.report(`the key ${quote(name)} must stand in double quotes`, start, wordEnd, true);
    return { name, range: this.rangeOf(start, wordEnd), start, end: wordEnd };
  }

  private sequence(): TreeSequence {
    const start = this.tokens.start;
    const items: TreeNode[] = [];
    this.items(token.closeBracket, ']', () => {
      const value = this.value();
      if (value) items.push(value);
    });
    return { kind: 'sequence', ...this.place(start), items };
  }

  /** Reads up to the closing token, with a comma between any two items. */
  private items(close: number, closeText: string, readItem: () => void): void {
    const open = this.tokens.start;
    this.tokens.next();
    let comma: { readonly start: number; readonly end: number } | undefined;
    for (let isFirst = true; ; isFirst = false) {
      if (close === token.closeBrace) this.tokens.passUnknown();
      if (this.tokens.kind === close) break;
      if (
        this.tokens.kind === token.end ||
        this.tokens.kind === token.closeBrace ||
        this.tokens.kind === token.closeBracket
      ) {
        this.report(`a closing \`${closeText}\` is missing`, open, open + 1);
        return;
      }
      if (!isFirst && !comma && !this.tokens.isBehindUnknown())
        this.report('a comma is missing in front of this', this.tokens.start, this.tokens.end);
      const before = this.tokens.start;
      readItem();
      this.tokens.passUnknown();
      comma = this.tokens.kind === token.comma ? { start: this.tokens.start, end: this.tokens.end } : undefined;
      if (comma || (this.tokens.start === before && this.tokens.kind !== close && this.tokens.kind !== token.end))
        this.tokens.next();
    }
    if (comma && !this.tokens.isBehindUnknown())
      this.report(`a comma stands in front of the closing \`${closeText}\`; remove it`, comma.start, comma.end);
    this.tokens.next();
  }

  private string(): TreeScalar {
    const { value, range, literal } = this.stringAt();
    const { start, end } = this.tokens;
    this.tokens.next();
    return {
      kind: 'scalar',
      range,
      site: range,
      shared: undefined,
      value,
      source: value,
      style: 'quoted',
      ...this.unknownIn(value, start, end),
      literal,
    };
  }

  /** The string that is read next. */
  private stringAt() {
    const { start, end } = this.tokens;
    const { value, isEnded, isValid } = this.tokens.string();
    if (!isEnded) this.report('a closing `"` is missing', start, start + 1);
    else if (!isValid)
      this.report('this text holds an escape or a control character that JSON does not know', start, end);
    const inner = { start: start + 1, end: isEnded ? end - 1 : end };
    const raw = this.text.text.slice(inner.start, inner.end);
    if (raw === '') {
      const { exact, ...quotes } = rangeOfText(this.text, start, end);
      const isBetween = exact && isEnded;
      const range = isBetween ? { start: quotes.start + 1, end: quotes.start + 1 } : quotes;
      return { value, range, literal: isBetween };
    }
    const { exact, ...range } = rangeOfText(this.text, inner.start, inner.end);
    return { value, range, literal: exact && raw === value };
  }

  /** A value without double quotes, or what somebody took for one. */
  private word(): TreeScalar {
    const start = this.tokens.start;
    const { word, end } = this.tokens.word();
    const { exact, ...range } = rangeOfText(this.text, start, end);
    const unknown = this.unknownIn(word, start, end);
    const value = unknown.templated ? word : this.valueOfWord(word, start, end);
    return {
      kind: 'scalar',
      range,
      site: range,
      shared: undefined,
      value,
      source: word,
      style: 'plain',
      ...unknown,
      literal: exact && String(value) === word,
    };
  }

  private valueOfWord(word: string, start: number, end: number): string | number | boolean | null {
    const constant = constants.get(word);
    if (constant !== undefined) return constant;
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(word)) return Number(word);
    const python = pythonConstants.get(word);
    if (python !== undefined) {
      this.report(`${quote(word)} is Python; JSON writes ${quote(String(python))}`, start, end, true);
      return python;
    }
    if (word.startsWith("'")) {
      this.report('a text stands in double quotes, not in single ones', start, end);
      return word.replace(/^'(.*?)'?$/s, '$1');
    }
    this.report(`${quote(word)} is no value; a text stands in double quotes`, start, end, true);
    return word;
  }

  private unknownIn(value: string, start: number, end: number): Pick<TreeScalar, 'templated' | 'unknown'> {
    if (!value.includes(unknownCharacter)) return { templated: false };
    return { templated: true, unknown: unknownsIn(sliceText(this.text, start, end)) };
  }

  /** The place of a map or a list that began at `start` and ends in front of the token that is read next. */
  private place(start: number): Pick<TreeMap, 'range' | 'site' | 'shared'> {
    const range = this.rangeOf(start, this.tokens.previousEnd);
    return { range, site: range, shared: undefined };
  }

  private rangeOf(start: number, end: number): TextRange {
    const range = rangeOfText(this.text, start, end);
    return { start: range.start, end: range.end };
  }

  private report(what: string, start: number, end: number, quotes?: true): void {
    if (this.problems.length >= problemLimit) return;
    const range = this.rangeOf(start, Math.min(end, this.text.text.length));
    this.add({ message: `Not valid JSON: ${what}.`, range, ...(quotes && { quotes }) });
  }

  private add(problem: JsonProblem): void {
    if (this.problems.length < problemLimit) this.problems.push(problem);
  }

  private giveUp(what: string): never {
    this.report(what, this.tokens.start, this.tokens.end);
    throw new TooMuch();
  }
}

const constants: ReadonlyMap<string, number | boolean | null> = new Map<string, number | boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);
const pythonConstants: ReadonlyMap<string, boolean | null> = new Map([
  ['True', true],
  ['False', false],
  ['None', null],
]);
