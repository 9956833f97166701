import type { CommandExpansionPart, HereDoc } from 'unbash';
import { joinTexts, type MappedText, sliceText } from '../text/mapped-text';
import type { TextRange } from '../text/text-range';
import type { Expansion } from './expansion';
import { Fields } from './fields';
import { unescapedText } from './quoted-text';

const maxDepth = 4;

/** The text of `$(cat <<EOF …)`; undefined for any other command, whose output only a run knows. */
export function expandDocument(part: CommandExpansionPart, expansion: Expansion): MappedText | undefined {
  // Only here is the script in the substitution parsed, which takes time on each level.
  if (expansion.depth >= maxDepth || !/^\$\(\s*cat\s*<<(?!<)/.test(part.text)) return undefined;
  const [statement, ...others] = part.script?.commands ?? [];
  const command = statement?.command;
  if (others.length > 0 || command?.type !== 'Command' || command.prefix.length > 0) return undefined;
  const [document, ...rest] = command.suffix;
  if (command.name?.text !== 'cat' || document?.type !== 'HereDoc' || rest.length > 0) return undefined;
  const text = documentText(document, { ...expansion, depth: expansion.depth + 1 });
  let end = text.text.length;
  while (text.text[end - 1] === '\n') end--;
  return sliceText(text, 0, end);
}

function documentText({ body, delimiter, operator }: HereDoc, expansion: Expansion): MappedText {
  const fields = new Fields(false);
  const inner: Expansion = { ...expansion, fields, quoting: 'document', isOperand: false };
  const isQuoted = delimiter?.quoted === true;
  const stripsTabs = operator === '<<-';
  let done = body.pos;
  for (const part of (!isQuoted && body.parts) || []) {
    if (part.type === 'Literal') continue;
    addLines({ start: done, end: part.pos });
    expansion.expandPart(part, inner);
    done = part.end;
  }
  addLines({ start: done, end: body.end });
  return joinTexts(fields.words());

  function addLines(range: TextRange): void {
    const { source } = expansion.reading;
    const kept = stripsTabs ? withoutTabs(source.text.text, body.pos, range, isQuoted) : [range];
    for (const { start, end } of kept) {
      fields.add(isQuoted ? sliceText(source.text, start, end) : unescapedText(source, start, end, 'document'));
    }
  }
}

/** What is left of a range without the tabs that its lines begin with; a continued line begins where the first does. */
function withoutTabs(text: string, bodyStart: number, range: TextRange, isQuoted: boolean): readonly TextRange[] {
  const kept: TextRange[] = [];
  let done = range.start;
  for (const { index, 0: tabs } of text.slice(range.start, range.end).matchAll(/\t+/g)) {
    const start = range.start + index;
    const beginsLine = start === bodyStart || text[start - 1] === '\n';
    if (!beginsLine || (!isQuoted && start > bodyStart && isContinued(text, start - 1))) continue;
    kept.push({ start: done, end: start });
    done = start + tabs.length;
  }
  return [...kept, { start: done, end: range.end }];
}

function isContinued(text: string, lineEnd: number): boolean {
  let start = lineEnd;
  while (text[start - 1] === '\\') start--;
  return (lineEnd - start) % 2 === 1;
}
