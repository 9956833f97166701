import { type MappedText, type TextPiece, unknownCharacter } from '../text/mapped-text';
import { maskCharacter } from './template-mask';

/** Takes the parts of a scalar's value in order; offsets are those in the scalar's own text, which begins at `base`. */
export class Spans {
  private readonly pieces: TextPiece[] = [];
  private readonly texts: string[] = [];
  private length = 0;
  private runStart = 0;
  private runEnd = 0;
  private expressionAt = -1;

  constructor(
    private readonly written: string,
    private readonly masked: string,
    private readonly base: number,
  ) {}

  /** Characters that are the value as they stand, but for template expressions. */
  verbatim(start: number, end: number): void {
    if (start >= end) return;
    if (this.runEnd !== start) {
      this.flush();
      this.runStart = start;
    }
    this.runEnd = end;
  }

  /** What the file writes in another way from `start` to `end`. */
  as(text: string, start: number, end: number): void {
    this.flush();
    this.add(text, start, end, false);
  }

  /** All that was taken. */
  text(): MappedText {
    this.flush();
    return { text: this.texts.join(''), pieces: this.pieces };
  }

  private flush(): void {
    const end = this.runEnd;
    let at = this.runStart;
    this.runStart = end;
    while (at < end) {
      const stop = Math.min(this.nextExpression(at), end);
      if (stop > at) this.add(this.written.slice(at, stop), at, stop, true);
      at = stop < end ? this.expression(stop, end) : end;
    }
  }

  /** Where the next expression begins. Looked up once for all runs in front of it. */
  private nextExpression(from: number): number {
    if (this.expressionAt < from) {
      const found = this.masked.indexOf(maskCharacter, from);
      this.expressionAt = found === -1 ? Number.POSITIVE_INFINITY : found;
    }
    return this.expressionAt;
  }

  /** Adds the expression that begins at `start`, and returns where it ends. */
  private expression(start: number, limit: number): number {
    const close = this.written.startsWith('{{', start) ? this.written.indexOf('}}', start + 2) : -1;
    const end = close === -1 ? start + 1 : Math.min(close + 2, limit);
    this.add(unknownCharacter, start, end, false, this.written.slice(start, end));
    return end;
  }

  private add(text: string, start: number, end: number, verbatim: boolean, unknown?: string): void {
    const source = { start: this.base + start, end: this.base + end };
    const piece = { at: this.length, length: text.length, source, verbatim };
    this.pieces.push(unknown === undefined ? piece : { ...piece, unknown });
    this.texts.push(text);
    this.length += text.length;
  }
}
