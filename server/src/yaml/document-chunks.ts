/** One or more whole YAML documents of a file: their text and where it begins. */
export interface DocumentChunk {
  readonly start: number;
  readonly text: string;
}

/** The first character of a line that is neither blank nor a comment. */
const content = /(?:^|\n)[ \t]*[^ \t\r\n#]/;

/**
 * Cuts a file at its `---` lines, so that an edit costs only the documents it touches. A `---` at the start of a line
 * ends the document whatever surrounds it (YAML 1.2, 9.1.2), and anchors never reach across. Files with directives or
 * `...` lines, where a document's meaning depends on what stands before it, stay whole.
 */
export function splitDocuments(text: string): readonly DocumentChunk[] {
  if (/^(?:%|\.\.\.(?:\s|$))/m.test(text)) return [{ start: 0, text }];
  const starts = [0];
  for (const match of text.matchAll(/\n---(?=\s|$)/g)) starts.push(match.index + 1);
  // Leading comments belong to the first document, not to an empty one of their own.
  const preamble = text.slice(text.charCodeAt(0) === 0xfeff ? 1 : 0, starts[1]);
  if (starts.length > 1 && !content.test(preamble)) starts.splice(1, 1);
  return starts.map((start, index) => ({ start, text: text.slice(start, starts[index + 1] ?? text.length) }));
}
