import { type MappedText, rangeOfText, sliceText, unknownCharacter } from '../text/mapped-text';
import type { TextRange } from '../text/text-range';

/** A part of a name, and where it is written. */
export interface NamePart {
  readonly name: string;
  readonly range: TextRange;
}

/** An option of a command, as one use of it states it. */
export interface CommandOption {
  /** The long name without its leading dashes, with dashes for underscores: `max-num-seqs`; of a dotted one what is before the dot. */
  readonly name: string;
  /** Where the name is written, with its leading dashes and without what is behind a dot. */
  readonly nameRange: TextRange;
  /** Undefined for a flag that stands alone. */
  readonly value: MappedText | undefined;
  /** What stands behind the name, one part for each dot: `afd` and `role` of `--additional-config.afd.role`. */
  readonly dotted: readonly NamePart[];
}

export interface CommandOptions {
  /** The words that belong to no option, the program first. */
  readonly positional: readonly MappedText[];
  /**
   * Those of the positional words that only a run decides from their beginning on, so that they may hold any options:
   * `$EXTRA_ARGS`, `"$@"`, a template. They say nothing about what is not in `options`.
   */
  readonly openEnded: readonly MappedText[];
  /** Every use of an option in order; of one that is given twice engines take the last. */
  readonly options: readonly CommandOption[];
}

/** What the reader of options must be told about a program. */
export interface OptionNames {
  /** Long names for other spellings, neither with leading dashes: `tp` for `tensor-parallel-size`. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Long names of flags that take no value, without their `no-` forms, which never do. */
  readonly flags: ReadonlySet<string>;
}

const openEnd = new RegExp(`^-*${unknownCharacter}`);

/** Takes the words of a command apart. A word behind an option is its value unless it is an option or the table knows better. */
export function readOptions(words: readonly MappedText[], { aliases, flags }: OptionNames): CommandOptions {
  const positional: MappedText[] = [];
  const options: CommandOption[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word.text === '--') {
      positional.push(...words.slice(index + 1));
      break;
    }
    const head = readHead(word, aliases);
    if (!head) {
      positional.push(word);
      continue;
    }
    const next = words[index + 1];
    const takesNext =
      head.value === undefined && !isFlag(head.name, flags) && next !== undefined && !isOption(next.text);
    options.push(takesNext ? { ...head, value: next } : head);
    if (takesNext) index++;
  }
  return { positional, openEnded: positional.filter(({ text }) => openEnd.test(text)), options };
}

/** Name and value of a word that is an option: `--name=value`, `--name.part`, `-n`. */
function readHead(word: MappedText, aliases: ReadonlyMap<string, string>): CommandOption | undefined {
  if (!isOption(word.text)) return undefined;
  const equals = word.text.indexOf('=');
  const end = equals === -1 ? word.text.length : equals;
  const dashes = word.text.startsWith('--') ? 2 : 1;
  const [first = '', ...rest] = word.text.slice(dashes, end).split('.');
  const spelled = first.replaceAll('_', '-');
  const dotted: NamePart[] = [];
  let at = dashes + first.length;
  for (const name of rest) {
    dotted.push({ name, range: placeOf(word, at + 1, at + 1 + name.length) });
    at += 1 + name.length;
  }
  return {
    name: aliases.get(spelled) ?? spelled,
    nameRange: placeOf(word, 0, dashes + first.length),
    value: equals === -1 ? undefined : sliceText(word, equals + 1),
    dotted,
  };
}

/** Whether a word is an option rather than a value; a negative number is a value. */
function isOption(text: string): boolean {
  return /^--?[A-Za-z]/.test(text);
}

function isFlag(name: string, flags: ReadonlySet<string>): boolean {
  return flags.has(name) || (name.startsWith('no-') && flags.has(name.slice('no-'.length)));
}

function placeOf(word: MappedText, start: number, end: number): TextRange {
  const range = rangeOfText(word, start, end);
  return { start: range.start, end: range.end };
}
