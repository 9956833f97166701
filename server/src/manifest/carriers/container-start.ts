import { joinTexts, type MappedText, rangeOfText, sliceText, writtenAs } from '../../text/mapped-text';
import { entryOf, type TreeNode } from '../../yaml/yaml-tree';
import type { Budget } from './budget';
import type { Environment, ProcessStart } from './process';
import type { ScalarReader } from './scalar-reader';
import { replaceReferences } from './variable-references';

/** How a container starts its process: by `command` and `args`, or by the script among them. */
export function containerStart(
  container: TreeNode,
  environment: Environment,
  reader: ScalarReader,
  budget: Budget,
): ProcessStart {
  const [command, args] = ['command', 'args'].map((key) => entryOf(container, key)?.value);
  const written = [...wordsOf(command, reader), ...wordsOf(args, reader)];
  const script = scriptAmong(written);
  if (script !== undefined)
    return { kind: 'script', script: replaceReferences(written[script]!, environment, budget, true) };
  const words = written.map((word) => replaceReferences(word, environment, budget, false));
  // One text for all arguments is no list, but people write it, and some operators split it.
  const texts = [command, args].filter((node) => node?.kind === 'scalar').map((node) => reader.text(node));
  if (!written.some((word) => texts.includes(word) && /\s/.test(word.text))) return { kind: 'words', words };
  return {
    kind: 'script',
    script: asScript(words.map((word, at) => (texts.includes(written[at]) ? word : quoted(word)))),
  };
}

/** The launch with further arguments, written as in a shell. */
export function withArguments(start: ProcessStart, more: MappedText): ProcessStart {
  if (start.kind !== 'words') return start;
  const program = start.words.length > 0 ? start.words.map(quoted) : [writtenAs('vllm serve', placeOf(more))];
  return { kind: 'script', script: asScript([...program, more]) };
}

function wordsOf(node: TreeNode | undefined, reader: ScalarReader): readonly MappedText[] {
  const items = node?.kind === 'sequence' ? node.items : node ? [node] : [];
  return items.flatMap((item) => reader.text(item) ?? []);
}

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);

/** Which of the words is the script of a shell that is called with `-c`. */
function scriptAmong(words: readonly MappedText[]): number | undefined {
  for (const [index, { text }] of words.entries()) {
    if (!shells.has(text.slice(text.lastIndexOf('/') + 1))) continue;
    let at = index + 1;
    let isCommand = false;
    for (; /^[-+]./.test(words[at]?.text ?? ''); at++) {
      const option = words[at]!.text;
      if (option === '--' || option.startsWith('--')) continue;
      if (option.startsWith('-') && option.includes('c')) isCommand = true;
      if (option.includes('o') && !/^[-+]/.test(words[at + 1]?.text ?? '-')) at++;
    }
    if (isCommand && at < words.length) return at;
  }
  return undefined;
}

function asScript(words: readonly MappedText[]): MappedText {
  return joinTexts(words.flatMap((word, index) => (index === 0 ? [word] : [writtenAs(' ', placeOf(word)), word])));
}

/** The word as a shell would have to be told it. */
function quoted(word: MappedText): MappedText {
  if (/^[\w@%+=:,./-]+$/.test(word.text)) return word;
  const mark = (text: string): MappedText => writtenAs(text, placeOf(word));
  const parts: MappedText[] = [mark("'")];
  let done = 0;
  for (const { index } of word.text.matchAll(/'/g)) {
    parts.push(sliceText(word, done, index), mark("'\\''"));
    done = index + 1;
  }
  return joinTexts([...parts, sliceText(word, done), mark("'")]);
}

/** The point at which a text begins. */
function placeOf(text: MappedText) {
  const { start } = rangeOfText(text);
  return { start, end: start };
}
