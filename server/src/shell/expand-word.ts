import type { DoubleQuotedPart, LocaleStringPart, Word, WordPart } from 'unbash';
import { joinTexts, type MappedText, sliceText } from '../text/mapped-text';
import type { TextRange } from '../text/text-range';
import { expandArithmetic } from './expand-arithmetic';
import { expandDocument } from './expand-document';
import { expandParameter, type ParameterPart } from './expand-parameter';
import { addExpanded, type Expansion, rangeOf } from './expansion';
import { Fields } from './fields';
import { ansiText, unescapedText } from './quoted-text';
import type { ScriptReading } from './reading';
import { conditionOf, isTemplateControl } from './script-source';
import type { Variables } from './variables';

/** Substitutions within one another deeper than this are not entered. */
const maxDepth = 12;

/** What the parser takes for the parts of a word grows with their nesting; a launch has its longest words in JSON. */
const maxLength = 50_000;

/** The words that a word of a command becomes: none, one or several. */
export function expandWord(word: Word, reading: ScriptReading, variables: Variables): readonly MappedText[] {
  return expandInto(new Fields(true), word, reading, variables).words();
}

/** Expands a word of a command or of an array, which a template may leave out although it has the rest. */
export function expandWordWithin(
  { pos }: { readonly pos: number },
  word: Word,
  reading: ScriptReading,
  variables: Variables,
): readonly MappedText[] {
  const condition = conditionOf(reading.source, word.pos, pos);
  if (condition !== undefined) return [reading.unknownNamed(condition, rangeOf(word))];
  const { text } = reading.source;
  return isTemplateControl(sliceText(text, word.pos, word.end)) ? [] : expandWord(word, reading, variables);
}

/** The value that a word gives to a variable. */
export function expandValue(word: Word, reading: ScriptReading, variables: Variables): MappedText {
  return joinTexts(expandInto(new Fields(false), word, reading, variables).words());
}

/** Expands the parts of a word where the expansion stands. */
function expandParts(word: Word, expansion: Expansion): void {
  if (expansion.depth > maxDepth) {
    expansion.fields.add(expansion.reading.unknown(rangeOf(word)));
    return;
  }
  if (word.parts) for (const part of word.parts) expandPart(part, expansion);
  else addLiteral(rangeOf(word), expansion);
}

function expandInto(fields: Fields, word: Word, reading: ScriptReading, variables: Variables): Fields {
  const inner = { expandParts, expandPart };
  const expansion: Expansion = { reading, variables, fields, quoting: 'none', isOperand: false, depth: 0, ...inner };
  if (word.text.length > maxLength) {
    fields.add(reading.unknown(rangeOf(word)));
    return fields;
  }
  const home = /^~[^/"'\\$`]*/.exec(word.text)?.[0];
  const [first, ...rest] = word.parts ?? [];
  if (home === undefined || (first && first.type !== 'Literal')) {
    expandParts(word, expansion);
    return fields;
  }
  const behind = word.pos + home.length;
  fields.add(reading.unknown({ start: word.pos, end: behind }));
  addLiteral({ start: behind, end: first ? Math.max(behind, first.end) : word.end }, expansion);
  for (const part of rest) expandPart(part, expansion);
  return fields;
}

function expandPart(part: WordPart, expansion: Expansion): void {
  const { reading, fields, quoting } = expansion;
  const range = rangeOf(part);
  switch (part.type) {
    case 'Literal':
      addLiteral(range, expansion);
      return;
    case 'SingleQuoted':
      if (quoting !== 'none') {
        // In a here-document these are ordinary characters, but the parser does not look for expansions between them.
        if (/[$`\\]/.test(part.text)) fields.add(reading.unknown(range));
        else addLiteral(range, expansion);
        return;
      }
      fields.begin();
      fields.add(sliceText(reading.source.text, part.pos + 1, closedAt(part, "'")));
      return;
    case 'AnsiCQuoted':
      fields.begin();
      fields.add(ansiText(reading.source, part.pos + 2, closedAt(part, "'")) ?? reading.unknown(range));
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      expandDoubleQuoted(part, expansion);
      return;
    case 'SimpleExpansion':
    case 'ParameterExpansion':
      expandParameter(part, expansion);
      return;
    case 'CommandExpansion':
      addExpanded(expandDocument(part, expansion) ?? reading.unknown(range), expansion);
      return;
    case 'ArithmeticExpansion':
      fields.add(expandArithmetic(part, expansion));
      return;
    case 'Glob':
      // Names of files replace a pattern in a word, but not in a value.
      fields.add(
        fields.splits && quoting === 'none'
          ? reading.unknown(range)
          : sliceText(reading.source.text, part.pos, part.end),
      );
      return;
    case 'BraceExpansion':
      if (fields.splits) fields.add(reading.unknown(range));
      else expandBraces(part.pos, part.end, part.parts ?? [], expansion);
      return;
    default:
      fields.add(reading.unknown(range));
  }
}

function expandDoubleQuoted(part: DoubleQuotedPart | LocaleStringPart, expansion: Expansion): void {
  if (expansion.isOperand && expansion.quoting !== 'none' && /[\\$`]/.test(part.text)) {
    // Quotes within quotes hold some things together and end the outer ones for others.
    expansion.fields.add(expansion.reading.unknown(rangeOf(part)));
    return;
  }
  const [only] = part.parts;
  if (part.parts.length !== 1 || !only || !givesAllElements(only)) expansion.fields.begin();
  const inner: Expansion = { ...expansion, quoting: 'double', isOperand: false };
  for (const child of part.parts) expandPart(child, inner);
}

/** Whether nothing at all becomes of it where there are no elements, even in quotes. */
function givesAllElements(part: WordPart): part is ParameterPart {
  return (
    (part.type === 'SimpleExpansion' || part.type === 'ParameterExpansion') &&
    /^\$(?:@$|\{@|\{\w+\[@\])/.test(part.text)
  );
}

/** In a value braces are ordinary characters. */
function expandBraces(start: number, end: number, parts: readonly WordPart[], expansion: Expansion): void {
  let done = start;
  for (const part of parts) {
    addLiteral({ start: done, end: part.pos }, expansion);
    expandPart(part, expansion);
    done = part.end;
  }
  addLiteral({ start: done, end }, expansion);
}

function addLiteral({ start, end }: TextRange, expansion: Expansion): void {
  const { reading, fields, quoting, isOperand } = expansion;
  const text = unescapedText(reading.source, start, end, isOperand && quoting !== 'none' ? 'operand' : quoting);
  if (!isOperand || quoting !== 'none') fields.add(text);
  else if (/\\|^~/.test(reading.source.text.text.slice(start, end))) fields.add(reading.unknown({ start, end }));
  else addExpanded(text, expansion);
}

/** The end of the content of quotes, whose closing quote may be missing. */
function closedAt(part: { readonly text: string; readonly end: number }, quote: string): number {
  return part.text.endsWith(quote) && part.text.length > part.text.indexOf(quote) + 1 ? part.end - 1 : part.end;
}
