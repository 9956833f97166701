import type { Word, WordPart } from 'unbash';
import type { MappedText } from '../text/mapped-text';
import type { TextRange } from '../text/text-range';
import { type Fields, onlyAtRunTime } from './fields';
import type { Quoting } from './quoted-text';
import type { ScriptReading } from './reading';
import type { Variables } from './variables';

/** Where parts of a word stand that are expanded. */
export interface Expansion {
  readonly reading: ScriptReading;
  readonly variables: Variables;
  readonly fields: Fields;
  readonly quoting: Quoting;
  /** Whether the parts are the operand of another expansion, so that even their literal text is split. */
  readonly isOperand: boolean;
  readonly depth: number;
  /** Expands what stands within an expansion: a whole word, or one part. */
  readonly expandParts: (word: Word, inner: Expansion) => void;
  readonly expandPart: (part: WordPart, inner: Expansion) => void;
}

/** The range of a node of the syntax tree. */
export function rangeOf({ pos, end }: { readonly pos: number; readonly end: number }): TextRange {
  return { start: pos, end };
}

/** Adds what an expansion results in, which is split where no quotes stand around it. */
export function addExpanded(text: MappedText, { fields, quoting, variables }: Expansion): void {
  const separators = variables.get('IFS')?.elements.length ?? 0;
  if (quoting !== 'none') fields.add(text);
  else if (fields.splits && separators > 0) fields.add(onlyAtRunTime(text));
  else fields.addSplit(text);
}
