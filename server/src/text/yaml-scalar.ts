/** Words that YAML, or an older reader of it, takes for something other than text. */
const reserved = /^(?:true|false|yes|no|on|off|y|n|null|~|\.inf|\.nan|\d[\d_.-]*)$/i;

/** What only double quotes can hold: control characters, and `{{`, which begins a template expression. */
const needsEscapes = /[\p{Cc}\u2028\u2029\uFEFF]|\{\{/u;

/** A number or text as a YAML scalar in block or flow style: plain where that is safe, else in quotes; those given win. */
export function yamlScalar(value: number | string, quotes: '' | '"' | "'" = ''): string {
  if (typeof value === 'number') return String(value);
  if (quotes === '"' || needsEscapes.test(value)) return doubleQuoted(value);
  const plain = /^[A-Za-z0-9./][\w./-]*(?: [\w./-]+)*$/.test(value) && Number.isNaN(Number(value));
  return quotes === '' && plain && !reserved.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}

/** JSON text is YAML too, but for characters that JSON leaves as they are. */
function doubleQuoted(value: string): string {
  return JSON.stringify(value)
    .replaceAll(/[\u007F-\u009F\u2028\u2029\uFEFF]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('{{', '{\\x7B');
}

/** The quotes around a scalar's own text, if any. */
export function quotesOf(source: string): '' | '"' | "'" {
  const [first] = source;
  return first === '"' || first === "'" ? first : '';
}
