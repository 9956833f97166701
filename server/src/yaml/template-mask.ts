/** Stands for one character of a template expression; from the private use area, so it never occurs in real manifests. */
const maskCharacter = '\uE000';

/** A line that holds only expressions. */
const ownLine = /^([ \t]*)\{\{[^\n]*\}\}([ \t]*)$/gm;

/**
 * The text with every Go-template expression (`{{ … }}`) replaced by as many mask characters, so that it parses as YAML
 * with unchanged offsets. A line that holds only expressions becomes a comment.
 */
export function maskTemplates(text: string): string {
  if (!text.includes('{{')) return text;
  const commented = text.replace(ownLine, (line, indent: string) =>
    /:\s*\{\{/.test(line) ? line : `${indent}#${' '.repeat(line.length - indent.length - 1)}`,
  );
  return maskExpressions(commented);
}

/** Masks what stands between `{{` and the next `}}` of the same line; one pass, however many braces stay open. */
function maskExpressions(text: string): string {
  const parts: string[] = [];
  let done = 0;
  let close = -1;
  let open = text.indexOf('{{');
  while (open !== -1) {
    if (close < open + 2) close = text.indexOf('}}', open + 2);
    if (close === -1) break;
    const lineEnd = text.indexOf('\n', open);
    if (lineEnd !== -1 && lineEnd < close) {
      open = text.indexOf('{{', lineEnd);
      continue;
    }
    parts.push(text.slice(done, open), maskCharacter.repeat(close + 2 - open));
    done = close + 2;
    open = text.indexOf('{{', done);
  }
  return parts.join('') + text.slice(done);
}

/** True when a scalar's source was, in part, a template expression: its value is known only after rendering. */
export function isTemplated(source: string): boolean {
  return source.includes(maskCharacter);
}

/** True when an expression on a line of its own may write lines there, as `include` and `toYaml` do and `if` does not. */
export function writesLines(text: string): boolean {
  return [...text.matchAll(ownLine)].some(([line]) =>
    [...line.matchAll(/\{\{-?\s*(.*?)\s*-?\}\}/g)].some(
      ([, code = '']) => !/^(?:(?:if|else|end|with|range|define|break|continue)\b|\/\*|\$\w*\s*:?=)/.test(code),
    ),
  );
}
