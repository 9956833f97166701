import { createScanner, type JSONScanner } from 'jsonc-parser';
import { unknownCharacter } from '../text/mapped-text';

// The package's enumerations exist only for the compiler, so their numbers stand here under names of our own.
export const token = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  string: 10,
  lineComment: 12,
  blockComment: 13,
  blank: 15,
  end: 17,
} as const;
const unendedString = 2;
const wordPattern = /'[^'\n]*'?|[^\s,:{}[\]"']+/y;

/** The tokens of a text that should be JSON, one after the other, without blanks and comments. Offsets are those in it. */
export class JsonTokens {
  /** Kind and place of the token that is read next. */
  kind = 0;
  start = 0;
  end = 0;
  /** Where the token in front of it ends. */
  previousEnd = 0;
  private readonly scanner: JSONScanner;

  constructor(
    private readonly text: string,
    private readonly reportComment: (start: number, end: number) => void,
  ) {
    this.scanner = createScanner(text);
    this.next();
  }

  next(): void {
    this.previousEnd = this.scanner.getPosition();
    for (;;) {
      this.kind = this.scanner.scan();
      this.start = this.scanner.getTokenOffset();
      this.end = this.start + this.scanner.getTokenLength();
      if (this.kind < token.lineComment || this.kind > token.blank) return;
      if (this.kind === token.lineComment || this.kind === token.blockComment) this.reportComment(this.start, this.end);
    }
  }

  /** What the token, a string, says; whether its quotes are closed, and whether all in between is JSON. */
  string(): { readonly value: string; readonly isEnded: boolean; readonly isValid: boolean } {
    const error = this.scanner.getTokenError();
    return { value: this.scanner.getTokenValue(), isEnded: error !== unendedString, isValid: error === 0 };
  }

  /** Moves on behind the next character to which JSON gives a meaning, or a closing single quote; returns what is passed. */
  word(): { readonly word: string; readonly end: number } {
    wordPattern.lastIndex = this.start;
    const word = wordPattern.exec(this.text)?.[0] ?? this.text[this.start] ?? '';
    const end = this.start + word.length;
    this.scanner.setPosition(end);
    this.next();
    return { word, end };
  }

  /** Passes over what only a run decides where it cannot be a value: nobody knows what it adds. */
  passUnknown(): void {
    while (this.kind !== token.string && this.text[this.start] === unknownCharacter) {
      this.scanner.setPosition(this.start + 1);
      this.next();
    }
  }

  /** Whether an unknown value stands in front of the next token: it may bring a comma, or items. */
  isBehindUnknown(): boolean {
    return this.text[this.previousEnd - 1] === unknownCharacter;
  }
}
