const TOKEN =
  /[ \t\r\n]*(?:("[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|NaN|-?Infinity)|([{[])|([}\]])|(,)|(:)|($))/sy;

type Token = 'start' | 'scalar' | 'open' | 'close' | 'comma' | 'colon';

const KINDS: readonly Token[] = ['scalar', 'open', 'close', 'comma', 'colon'];

/** Which token may come before which. Enough to find a stray word, and a comma that lacks or is left over. */
const BEFORE: Readonly<Record<Token, readonly Token[]>> = {
  start: [],
  scalar: ['start', 'open', 'comma', 'colon'],
  open: ['start', 'open', 'comma', 'colon'],
  close: ['open', 'scalar', 'close'],
  comma: ['scalar', 'close'],
  colon: ['scalar'],
};

/** The offset of the first token that cannot stand in JSON where it does, or 0 when all look well. */
export function firstErrorIn(text: string): number {
  let previous: Token = 'start';
  let offset = 0;
  for (;;) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    if (match === null) return skipBlanks(text, offset);
    const kind = KINDS.find((_, index) => match[index + 1] !== undefined);
    if (kind === undefined) return 0;
    if (!BEFORE[kind].includes(previous)) return skipBlanks(text, offset);
    previous = kind;
    offset = TOKEN.lastIndex;
  }
}

/** The first offset from `offset` on that is no blank. */
export function skipBlanks(text: string, offset: number): number {
  let index = offset;
  while (index < text.length && ' \t\r\n\uFEFF'.includes(text[index]!)) index += 1;
  return index;
}
