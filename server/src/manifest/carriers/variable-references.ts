import { joinTexts, type MappedText, rangeOfText, sliceText, unknownText, writtenAs } from '../../text/mapped-text';
import type { Budget } from './budget';
import type { Environment } from './process';

/** What each piece of a text behind the first takes off the budget beside its characters: it is far larger than they are. */
const pieceCost = 20;

const reference = /\$(?:\$|\(([A-Za-z_][\w.-]*)\))/g;

/**
 * The text with each `$(VAR)` replaced by its value, as Kubernetes does before it starts a container; `$$` is a `$`. A
 * name that the manifest does not define stays as it is in a script, where the shell sees it, and is unknown elsewhere.
 */
export function replaceReferences(
  text: MappedText,
  environment: Environment,
  budget: Budget,
  isScript: boolean,
): MappedText {
  const first = text.text.search(reference);
  if (first === -1) return text;
  if (!budget.spend(text.text.length)) {
    const { start, end } = rangeOfText(text);
    return unknownText(text.text.slice(first, first + 40), { start, end });
  }
  const parts: MappedText[] = [];
  let done = 0;
  for (const match of text.text.matchAll(reference)) {
    const [written, name] = match;
    const end = match.index + written.length;
    const { start: from, end: to } = rangeOfText(text, match.index, end);
    const value = name === undefined ? undefined : environment.get(name);
    const by = ((): MappedText | undefined => {
      if (name === undefined) return writtenAs('$', { start: from, end: to });
      if (!value) return isScript ? undefined : unknownText(written, { start: from, end: to });
      const isKnown = !(value.pieces.length === 1 && value.pieces[0]?.unknown !== undefined);
      return isKnown && budget.spend(value.text.length + Math.max(0, value.pieces.length - 1) * pieceCost)
        ? value
        : unknownText(written, { start: from, end: to });
    })();
    if (!by) continue;
    parts.push(sliceText(text, done, match.index), by);
    done = end;
  }
  return done === 0 ? text : joinTexts([...parts, sliceText(text, done)]);
}
