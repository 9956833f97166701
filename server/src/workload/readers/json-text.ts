import { TraceError } from '../trace-summary';
import { firstErrorIn, skipBlanks } from './json-error';

/** Keys and positions from the top of a JSON value down to one inside it. */
export type JsonPath = readonly (string | number)[];

/** A top-level value of a JSON text and where it starts. */
export interface JsonValueAt {
  readonly value: unknown;
  readonly start: number;
}

/**
 * The values of a text that holds one JSON value or several after each other, as appending tools leave them. Takes the
 * bare NaN and Infinity that Python writes as null. Throws TraceError with the line where the text breaks.
 */
export function parseJsonText(text: string): JsonValueAt[] {
  const whole = parseStrict(text);
  if (whole !== undefined) return [{ value: whole.value, start: skipBlanks(text, 0) }];
  const values: JsonValueAt[] = [];
  for (let start = skipBlanks(text, 0); start < text.length; ) {
    const end = endOfValue(text, start);
    if (end < 0) {
      const line = lineAt(text, start);
      throw new TraceError(`The JSON value that starts in line ${line} is not complete; was the file cut off?`, line);
    }
    values.push({ value: parseOne(text, start, end), start });
    start = skipBlanks(text, end);
  }
  return values;
}

/** One JSON value, or undefined when the text is not exactly one. */
export function parseJsonLine(text: string): { readonly value: unknown } | undefined {
  return parseStrict(text) ?? parseStrict(withoutBareConstants(text));
}

/** The 1-based line of the value at `path` in the value that starts at `start`; the closest enclosing one if it is absent. */
export function lineOfPath(text: string, start: number, path: JsonPath): number {
  let offset = start;
  for (const step of path) {
    const next = offsetOfMember(text, offset, step);
    if (next < 0) break;
    offset = next;
  }
  return lineAt(text, offset);
}

/** The 1-based line of an offset. */
function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let index = text.indexOf('\n'); index >= 0 && index < offset; index = text.indexOf('\n', index + 1)) line += 1;
  return line;
}

function parseOne(text: string, start: number, end: number): unknown {
  const slice = text.slice(start, end);
  const parsed = parseJsonLine(slice);
  if (parsed !== undefined) return parsed.value;
  const line = lineAt(text, start + firstErrorIn(slice));
  throw new TraceError(`The trace is not valid JSON near line ${line}; check it there.`, line);
}

function parseStrict(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function withoutBareConstants(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text;
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/gs, (token) =>
    token.startsWith('"') ? token : 'null',
  );
}

function offsetOfMember(text: string, offset: number, step: string | number): number {
  const open = text[offset];
  if (typeof step === 'number') {
    if (open !== '[') return -1;
    let element = skipBlanks(text, offset + 1);
    for (let index = 0; index < step; index += 1) {
      const comma = skipBlanks(text, endOfValue(text, element));
      if (text[comma] !== ',') return -1;
      element = skipBlanks(text, comma + 1);
    }
    return element;
  }
  if (open !== '{') return -1;
  for (let key = skipBlanks(text, offset + 1); text[key] === '"'; ) {
    const keyEnd = endOfValue(text, key);
    const value = skipBlanks(text, skipBlanks(text, keyEnd) + 1);
    if (parseStrict(text.slice(key, keyEnd))?.value === step) return value;
    const comma = skipBlanks(text, endOfValue(text, value));
    if (text[comma] !== ',') return -1;
    key = skipBlanks(text, comma + 1);
  }
  return -1;
}

/** The offset after the value at `start`, judged by brackets and quotes alone, or -1 when it does not end. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    const char = text[index];
    if (char === '"') {
      index = endOfString(text, index) - 1;
      if (index < 0) return -1;
      if (depth === 0) return index + 1;
    } else if (char === '{' || char === '[') {
      depth += 1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth <= 0) return depth < 0 && index > start ? index : index + 1;
    } else if (depth === 0 && (char === ',' || ' \t\r\n'.includes(char!))) {
      return index === start ? index + 1 : index;
    }
  }
  return depth === 0 ? text.length : -1;
}

function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return -1;
}
