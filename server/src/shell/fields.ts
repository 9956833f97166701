import { joinTexts, type MappedText, rangeOfText, sliceText, unknownText } from '../text/mapped-text';
import { inBrief } from './reading';

/** Puts words together out of what their parts expand to, as the shell does it. */
export class Fields {
  private readonly done: MappedText[] = [];
  private current: MappedText[] = [];
  private begun = false;

  /** Without `splits` there is one word, as in an assignment. */
  constructor(readonly splits: boolean) {}

  /** Adds to the current word. */
  add(text: MappedText): void {
    this.current.push(text);
    if (text.text !== '') this.begun = true;
  }

  /** Makes a word even of nothing, as quotes do. */
  begin(): void {
    this.begun = true;
  }

  /** Ends the current word; where there is but one, it goes on behind the separator. */
  separate(separator: MappedText): void {
    if (!this.splits) this.add(separator);
    else this.end();
  }

  /** Adds the result of an expansion outside of quotes; of a part that is a pattern only a run knows what becomes of it. */
  addSplit(text: MappedText): void {
    if (!this.splits) {
      this.add(text);
      return;
    }
    let done = 0;
    for (const { index, 0: blank } of text.text.matchAll(/[ \t\n]+/g)) {
      this.addUnquoted(sliceText(text, done, index));
      this.end();
      done = index + blank.length;
    }
    this.addUnquoted(sliceText(text, done));
  }

  words(): readonly MappedText[] {
    this.end();
    return this.done;
  }

  private addUnquoted(text: MappedText): void {
    this.add(/[*?[]/.test(text.text) ? onlyAtRunTime(text) : text);
  }

  private end(): void {
    if (this.begun) this.done.push(joinTexts(this.current));
    this.current = [];
    this.begun = false;
  }
}

/** A text of which only a run knows what becomes of it, as of a pattern that names of files replace. */
export function onlyAtRunTime(text: MappedText): MappedText {
  const { start, end } = rangeOfText(text);
  return unknownText(inBrief(text.text), { start, end });
}
