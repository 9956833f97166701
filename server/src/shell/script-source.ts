import { joinTexts, type MappedText, rangeOfText, sliceText, unknownCharacter, writtenAs } from '../text/mapped-text';
import type { TextRange } from '../text/text-range';

/** A script as the parser gets it: lines end in a line feed, and a line of templates does not end a continued command. */
export interface ScriptSource {
  readonly text: MappedText;
  /** What of the text a template includes or leaves out. */
  readonly sections: readonly TemplateSection[];
}

/** From here to the next section, the innermost branch of a template that the text stands in. */
interface TemplateSection {
  readonly start: number;
  readonly branch: TemplateBranch | undefined;
}

/** Text that is there only if a template expression says so. */
interface TemplateBranch extends TextRange {
  readonly expression: string;
}

/** The script made ready for the parser. Offsets in what it returns are offsets in its own text. */
export function prepareScript(script: MappedText): ScriptSource {
  const text = continueThroughTemplateLines(withLineFeeds(script));
  return { text, sections: templateSections(text) };
}

/** Where in the file a part of the script is written. */
export function fileRange({ text }: ScriptSource, { start, end }: TextRange): TextRange {
  const range = rangeOfText(text, start, end);
  return { start: range.start, end: range.end };
}

/** The template expression that decides whether what stands at `from` is there when what stands at `at` is, if one does. */
export function conditionOf({ sections }: ScriptSource, from: number, at: number): string | undefined {
  const branch = sectionAt(sections, from)?.branch;
  return branch && (at < branch.start || branch.end <= at) ? branch.expression : undefined;
}

/** Whether the text is nothing but templates that write nothing themselves, such as `{{ end }}`. */
export function isTemplateControl({ text, pieces }: MappedText): boolean {
  return text !== '' && pieces.every(({ unknown }) => unknown !== undefined && controlWord(unknown) !== undefined);
}

function withLineFeeds(script: MappedText): MappedText {
  if (!script.text.includes('\r\n')) return script;
  const lines: MappedText[] = [];
  let start = 0;
  for (const { index } of script.text.matchAll(/\r\n/g)) {
    lines.push(sliceText(script, start, index));
    start = index + 1;
  }
  return joinTexts([...lines, sliceText(script, start)]);
}

/**
 * A line of templates between the lines of a continued command, as `{{- if .Values.dbo }}`, would end the command, since
 * no backslash stands behind it. Such a line break becomes a space.
 */
function continueThroughTemplateLines(script: MappedText): MappedText {
  if (!script.text.includes(unknownCharacter)) return script;
  const parts: MappedText[] = [];
  let done = 0;
  let lineStart = 0;
  let continues = false;
  for (const line of script.text.split('\n')) {
    const lineEnd = lineStart + line.length;
    if (continues && isTemplateLine(line)) {
      const lineBreak = fileRange({ text: script, sections: [] }, { start: lineEnd, end: lineEnd + 1 });
      parts.push(sliceText(script, done, lineEnd), writtenAs(' ', lineBreak));
      done = lineEnd + 1;
    } else {
      continues = endsInBackslash(line);
    }
    lineStart = lineEnd + 1;
  }
  return parts.length === 0 ? script : joinTexts([...parts, sliceText(script, done)]);
}

function isTemplateLine(line: string): boolean {
  const content = line.trim();
  return content !== '' && content.replaceAll(unknownCharacter, '').trim() === '';
}

function endsInBackslash(line: string): boolean {
  let start = line.length;
  while (line[start - 1] === '\\') start--;
  return (line.length - start) % 2 === 1;
}

function templateSections({ text, pieces }: MappedText): readonly TemplateSection[] {
  const sections: TemplateSection[] = [];
  const open: { readonly start: number; end: number; readonly expression: string }[] = [];
  for (const { at, length, unknown } of pieces) {
    const word = unknown === undefined ? undefined : controlWord(unknown);
    if (unknown === undefined || word === undefined) continue;
    if (word === 'else' || word === 'end') {
      const closed = open.pop();
      if (closed) closed.end = at;
      sections.push({ start: at, branch: open.at(-1) });
    }
    if (word !== 'end') {
      open.push({ start: at + length, end: text.length, expression: unknown });
      sections.push({ start: at + length, branch: open.at(-1) });
    }
  }
  return sections;
}

function controlWord(expression: string): string | undefined {
  return /^\{\{-?\s*(if|range|with|else|end|define|block)\b/.exec(expression)?.[1];
}

function sectionAt(sections: readonly TemplateSection[], offset: number): TemplateSection | undefined {
  let [low, high] = [0, sections.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sections[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return sections[low - 1];
}
