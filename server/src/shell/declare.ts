import type { Assignment, Command, Word } from 'unbash';
import { joinTexts, type MappedText, sliceText, unknownCharacter } from '../text/mapped-text';
import { expandValue, expandWord, expandWordWithin } from './expand-word';
import { rangeOf } from './expansion';
import type { ScriptReading } from './reading';
import { isUnknown, maxElements, unknownVariable, type Variable, type Variables } from './variables';

/** The builtin commands whose arguments are assignments. */
export const declaringCommands: ReadonlySet<string> = new Set(['export', 'declare', 'typeset', 'local', 'readonly']);

/** Carries out `NAME=value`, `NAME+=value` or `NAME=(…)`. */
export function assign(node: Assignment, reading: ScriptReading, variables: Variables, exports: boolean = false): void {
  const site = { start: node.pos, end: node.pos + node.name.length };
  const added =
    node.value.type === 'Word'
      ? [expandValue(node.value, reading, variables)]
      : node.value.elements.flatMap((word) => expandWordWithin(node, word, reading, variables));
  const before = reading.variable(node.name, variables, node.pos);
  const elements = assignedElements(node, added, before, reading);
  const [isArray, exported] = [
    node.value.type === 'ArrayValue',
    exports || reading.exportsAll || before?.exported === true,
  ];
  variables.set(node.name, elements ? { elements, isArray, more: false, exported, site } : unknownVariable(site));
}

/** Gives a variable a text. */
export function assignText(name: string, text: MappedText, site: Variable['site'], variables: Variables): void {
  variables.set(name, { elements: [text], isArray: false, more: false, exported: true, site });
}

/** Carries out `export`, `declare`, `local` and their like. Returns the names that it makes local to a function. */
export function declare(node: Command, reading: ScriptReading, variables: Variables): readonly string[] {
  const command = node.name!.text;
  const names: string[] = [];
  let flags = '';
  for (const argument of node.suffix) {
    if (argument.type === 'Assignment') {
      assign(argument, reading, variables, command === 'export' || flags.includes('x'));
      names.push(argument.name);
    } else if (argument.type === 'Word') {
      if (/^[-+]/.test(argument.text)) flags += argument.text;
      else names.push(...declareWord(argument, command, reading, variables));
    }
  }
  if (/[iluncA]/.test(flags.replace(/\+\w+/g, ''))) for (const name of names) reading.peculiar.add(name);
  return command === 'local' || command === 'declare' || command === 'typeset' ? names : [];
}

function declareWord(word: Word, command: string, reading: ScriptReading, variables: Variables): readonly string[] {
  const names: string[] = [];
  for (const text of expandWord(word, reading, variables)) {
    const [, name, operator] = /^([A-Za-z_]\w*)(=?)/.exec(text.text) ?? [];
    if (name === undefined || (!operator && text.text.includes(unknownCharacter))) {
      // What `export $(cat .env)` assigns nobody knows.
      variables.clear(rangeOf(word));
      continue;
    }
    names.push(name);
    const before = variables.get(name);
    if (operator) assignText(name, sliceText(text, name.length + 1), rangeOf(word), variables);
    else if (command === 'local') variables.set(name, undefined);
    else if (command === 'export' && before) variables.set(name, { ...before, exported: true });
  }
  return names;
}

/** The elements that a variable has after an assignment; undefined where only a run knows them. */
function assignedElements(
  { name, value, append, index }: Assignment,
  added: readonly MappedText[],
  before: Variable | undefined,
  reading: ScriptReading,
): readonly MappedText[] | undefined {
  if (index) return undefined;
  if (value.type === 'Word') {
    // Of an array this is the first element.
    if (before?.isArray) return undefined;
    if (!append || !before) return added;
    const isKnown = !isUnknown(before) && reading.hasRoomFor(before.elements);
    return isKnown ? [joinTexts([...before.elements, ...added])] : undefined;
  }
  const isMap = value.elements.some(({ text }) => /^\[[^\]]*\]\+?=/.test(text));
  const rest = append && before?.more ? before.site && [reading.unknownNamed(`$${name}`, before.site)] : [];
  if (isMap || !rest) return undefined;
  const elements = append && before ? [...before.elements, ...rest, ...added] : added;
  return elements.length <= maxElements && reading.hasRoomFor(elements) ? elements : undefined;
}
