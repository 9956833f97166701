import { type MappedText, unknownCharacter } from '../text/mapped-text';
import type { TextRange } from '../text/text-range';
import { programName } from './program-words';
import { maxElements, positional, unknownVariable, type Variables } from './variables';

/** Carries out what a builtin command does to the variables. */
export type Builtin = (words: readonly MappedText[], variables: Variables, site: TextRange) => void;

/** Files that set up the machine rather than the launch: a virtual environment, a vendor's toolkit, a user's shell. */
const environmentFile =
  /(?:^|\/)(?:activate|set_?env\.sh|set_?vars\.sh|(?:conda|nvm|profile)(?:\.sh)?|\.?bashrc|\.(?:bash_)?profile)$/;

const assignsItsArguments: Builtin = (words, variables, site) => {
  for (const { text } of words.slice(1)) {
    const name = /^[A-Za-z_]\w*/.exec(text)?.[0];
    if (name !== undefined) variables.set(name, unknownVariable(site));
  }
};

const runsOtherText: Builtin = (words, variables, site) => {
  const isQuiet = words[0]!.text !== 'eval' && environmentFile.test(words[1]?.text ?? '');
  if (!isQuiet) variables.clear(site);
};

const ends: Builtin = (_words, variables) => {
  variables.ended = true;
};

const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['.', runsOtherText],
  ['eval', runsOtherText],
  ['exec', (words, variables, site) => words.length > 1 && ends(words, variables, site)],
  ['exit', ends],
  ['getopts', assignsItsArguments],
  ['let', assignsItsArguments],
  ['mapfile', assignsItsArguments],
  [
    'printf',
    (words, variables, site) => words[1]?.text === '-v' && assignsItsArguments(words.slice(1, 3), variables, site),
  ],
  ['read', assignsItsArguments],
  ['readarray', assignsItsArguments],
  ['return', ends],
  ['set', set],
  ['shift', shift],
  ['source', runsOtherText],
  ['unset', unset],
]);

/** What the command does to the variables, if it is one that does something to them. */
export function builtinOf(words: readonly MappedText[]): Builtin | undefined {
  return builtins.get(words[0]!.text);
}

/** The text that a shell is told to run, as `bash -c '…'` tells it. */
export function scriptOf(words: readonly MappedText[]): MappedText | undefined {
  if (!/^(?:ba|da|z|k|a)?sh$/.test(programName(words))) return undefined;
  const flag = words.findIndex(({ text }, index) => index > 0 && /^-\w*c$/.test(text));
  const isFirstOperand = words.slice(1, flag).every(({ text }) => text.startsWith('-'));
  return flag > 0 && isFirstOperand ? words[flag + 1] : undefined;
}

/** Whether every variable that is assigned after this command is exported, as after `set -a`. */
export function exportsAll([program, ...flags]: readonly MappedText[]): boolean {
  return program!.text === 'set' && flags.some(({ text }) => text === 'allexport' || /^-[a-z]*a/.test(text));
}

/** The positional parameters that these words become. */
export function setPositional(elements: readonly MappedText[], variables: Variables, site: TextRange): void {
  // Of words of which one may be none or several nobody knows the number of those behind it.
  const isCertain = elements.length <= maxElements && !elements.some(({ text }) => text.includes(unknownCharacter));
  variables.set(positional, {
    elements: elements.slice(0, maxElements),
    isArray: true,
    more: !isCertain,
    exported: false,
    site,
  });
}

function set(words: readonly MappedText[], variables: Variables, site: TextRange): void {
  const [, first] = words;
  if (first?.text === '--') setPositional(words.slice(2), variables, site);
  else if (first && !/^[-+]/.test(first.text)) setPositional(words.slice(1), variables, site);
  else if (words.slice(2).some(({ text }) => !/^[-+]|^[a-z]+$/.test(text))) {
    variables.set(positional, unknownVariable(site));
  }
}

function shift(words: readonly MappedText[], variables: Variables, site: TextRange): void {
  const count = Number(words[1]?.text ?? '1');
  const before = variables.get(positional);
  // Shifting by more than there are is an error and changes nothing.
  if (before && !before.more && count > before.elements.length) return;
  const isKnown = before && !before.more && Number.isSafeInteger(count) && count >= 0;
  if (isKnown) setPositional(before.elements.slice(count), variables, site);
  else variables.set(positional, unknownVariable(site));
}

function unset(words: readonly MappedText[], variables: Variables, site: TextRange): void {
  for (const { text } of words.slice(1)) {
    if (/^[A-Za-z_]\w*$/.test(text)) variables.set(text, undefined);
    else if (/^[A-Za-z_]\w*\[/.test(text)) variables.set(text.slice(0, text.indexOf('[')), unknownVariable(site));
    else if (text.includes(unknownCharacter)) variables.clear(site);
  }
}
