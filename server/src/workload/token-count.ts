const DECIMAL = /^\+?\d+(?:\.\d*)?(?:[eE]\+?\d+)?$/;

/**
 * A length in tokens: the whole number >= 0 that a table field or a JSON value states, or undefined. Accepts "123" and
 * "123.0" as exporters write them; refuses blanks, signs, fractions and anything beyond 2^53.
 */
export function tokenCount(value: unknown): number | undefined {
  const count = typeof value === 'number' ? value : typeof value === 'string' ? parse(value) : Number.NaN;
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

/** Digits that every double holds exactly. */
const SAFE_DIGITS = 15;

function parse(text: string): number {
  if (isShortDigits(text)) return Number(text);
  const trimmed = text.trim();
  return DECIMAL.test(trimmed) ? Number(trimmed) : Number.NaN;
}

/** Texts of at most this form are shown: numbers as people write them, and what stands for none. */
const NO_SECRET = /^(?:[-+]?\d[\d.,]{0,20}(?:[eE][-+]?\d{1,4})?|nan|null|nil|none|n\/a|-|\?)$/i;

/** The value as a message shows it: a number, or what stands for none; of any other text only that it is one. */
export function shownValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || value === '') return 'empty';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return NO_SECRET.test(value) ? JSON.stringify(value) : 'text';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** What kind of value stands where a length should, without the value: for files that nothing but a mapping calls a trace. */
export function kindOfValue(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return shownValue(value);
  if (value === '') return 'empty';
  const number = Number(value);
  if (Number.isNaN(number)) return 'text';
  return number < 0 ? 'negative' : Number.isInteger(number) ? 'out of range' : 'a fraction';
}

function isShortDigits(text: string): boolean {
  if (text.length === 0 || text.length > SAFE_DIGITS) return false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
