import type { Deployment } from '../../manifest/deployment';
import { known, type Launch, type Stated } from '../../manifest/launches/launch';
import type { TextEdit, TextRange } from '../../text/text-range';
import type { Fix } from '../rule';
import { checkedFix, type EditedSubject, isEditable, type Leaf, launchLeaf } from './launch-fix';

/** An option, by its long name without dashes, and the word that launches are to give it. */
export interface OptionChange {
  readonly name: string;
  readonly value: string;
  /** What a launch says by the option now. */
  readonly stated: (launch: Launch) => Stated<string>;
}

/** Texts that are tried; each is a reading of the file. */
const mostAttempts = 16;

/**
 * A fix that gives launches of this file an option: over the value where one is written, else in front of another option,
 * in the way in which that one is written. None where not all of them can be changed, or where anything else would change.
 */
export function optionFix(
  subject: EditedSubject & { readonly deployment: Deployment },
  title: string,
  launches: readonly Launch[],
  change: OptionChange,
): readonly Fix[] {
  const { name, value, stated } = change;
  const facts = launches.filter(({ options }) => options.has(name)).map((launch) => known(stated(launch)));
  const isHere = launches.every(({ file, open }) => file === undefined && open === undefined);
  if (!isHere || !facts.every((fact) => fact && isEditable(fact))) return [];
  const replaced = facts.map((fact): TextEdit => ({ range: fact!.range, newText: value }));
  const ways = launches
    .filter(({ options }) => !options.has(name))
    .map((launch) => insertions(subject.text, launch, change));
  const attempts = ways.length === 0 ? 1 : Math.min(mostAttempts, ...ways.map((edits) => edits.length));
  for (let attempt = 0; attempt < attempts; attempt++) {
    const edits = onceEach([...replaced, ...ways.map((way) => way[attempt]!)]);
    const [fix] = checkedFix(subject, title, false, { edits, elsewhere: [] }, (leaves) =>
      withOption(leaves, subject.deployment, launches, change),
    );
    if (fix) return [fix];
  }
  return [];
}

/** What all launches state when these have the option. */
function withOption(
  leaves: readonly Leaf[],
  deployment: Deployment,
  launches: readonly Launch[],
  { name, value }: OptionChange,
): readonly Leaf[] {
  const wanted = launches.map((launch) => launchLeaf(launch, deployment.launches.indexOf(launch), name, value));
  const paths = new Set(wanted.map(({ path }) => path));
  return [...leaves.filter(({ path }) => !paths.has(path)), ...wanted];
}

/** Launches that are read from one text take one edit. */
function onceEach(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...new Map(edits.map((edit) => [`${edit.range.start} ${edit.newText}`, edit])).values()];
}

/** Ways to put an option into a launch, in the order of the text; whether one of them is right only a reader can tell. */
function insertions(text: string, { options }: Launch, change: OptionChange): readonly TextEdit[] {
  const places = [...options.values()]
    .map(({ nameRange }) => withoutQuotes(text, nameRange))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start);
  // Keyword arguments have underscores, keys of a configuration file often dashes.
  const hasDashes = places.some(({ start, end }) => text.slice(start, end).includes('-'));
  const key = hasDashes ? change.name : change.name.replaceAll('-', '_');
  return places.flatMap((place) => insertionsBefore(text, place, { ...change, key }));
}

/** Keys of YAML stand with their quotes. */
function withoutQuotes(text: string, { start, end }: TextRange): TextRange {
  return /^["']/.test(text.slice(start, end)) ? { start: start + 1, end: end - 1 } : { start, end };
}

/** An option in front of another, as a key, as a word of a list, or as a word of a command. */
function insertionsBefore(
  text: string,
  { start, end }: TextRange,
  { name, value, key }: Pick<OptionChange, 'name' | 'value'> & { readonly key: string },
): readonly TextEdit[] {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const [quotes = ''] = /\\*["']?$/.exec(line) ?? [];
  const indent = line.slice(0, line.length - quotes.length);
  const lineBreak = `${text.includes('\r\n') ? '\r' : ''}\n`;
  const quoted = (word: string): string => `${quotes}${word}${quotes}`;
  const before = (newText: string, at = start - quotes.length): TextEdit => ({
    range: { start: at, end: at },
    newText,
  });
  const isBlank = /^[ \t]*$/.test(indent);
  if (/^\\*["']?[ \t]*:/.test(text.slice(end, end + 20))) {
    const entry = `${quoted(key)}: ${quoted(value)}`;
    return [...(isBlank ? [before(`${entry}${lineBreak}${indent}`)] : []), before(`${entry}, `)];
  }
  const [option, word] = [`--${name}`, value].map(quoted);
  if (/^[ \t]*- $/.test(indent)) return [before(`${option}${lineBreak}${indent}${word}${lineBreak}${indent}`)];
  return [
    ...(isBlank && quotes === '' ? [before(`${option} ${word} \\${lineBreak}${indent}`)] : []),
    before(`${option}, ${word},${isBlank ? `${lineBreak}${indent}` : ' '}`),
    before(`--${name} ${value} `, start),
  ];
}
