import type { Deployment } from '../../manifest/deployment';
import type { Fact } from '../../manifest/fact';
import type { Launch, LaunchOption } from '../../manifest/launches/launch';
import { knownValue } from '../../manifest/launches/launch';
import { type EditsByFile, editsByFile, placeKey } from '../../text/edits-by-file';
import { rangeOfText } from '../../text/mapped-text';
import { applyEdits, type TextRange } from '../../text/text-range';
import type { TreeEntry, TreeMap, TreeNode } from '../../yaml/yaml-tree';
import type { Fix, Subject } from '../rule';

export type EditedSubject = Pick<Subject, 'text' | 'deployment' | 'deploymentIn'>;

/** A value that launches write, and what it is to be; a value that several launches take needs each of their facts. */
export interface ValueChange {
  readonly fact: Fact<unknown>;
  readonly value: string | number | boolean;
}

/** Characters that mean themselves in JSON, in YAML and in every kind of shell quotes. */
const plainWord = /^[\w./:@%+-]+$/;

/**
 * A fix that writes other values over those of some facts, in all files or none. No fix where a value is not written out,
 * is shared, or where anything but these facts would change.
 */
export function valueFix(
  subject: EditedSubject,
  title: string,
  changes: readonly ValueChange[],
  preferred = false,
): readonly Fix[] {
  const isWritten = changes.every(({ fact, value }) => isEditable(fact) && plainWord.test(String(value)));
  const edits = editsByFile(
    changes.map(({ fact: { file, range, value: old }, value }) => ({
      file,
      edit: { range, newText: String(value), oldText: String(old) },
    })),
  );
  if (!isWritten || !edits) return [];
  const place = ({ keyRange, file }: Fact<unknown>): string => placeKey(file, keyRange);
  const wanted = new Map(changes.map((change) => [place(change.fact), change]));
  return checkedFix(subject, title, preferred, edits, (leaves) =>
    leaves.map((leaf) => {
      const change = wanted.get(leaf.place);
      return change && leaf.value === String(change.fact.value) ? { ...leaf, value: String(change.value) } : leaf;
    }),
  );
}

/** A fix that renames a key of the settings of a launch in this file; its value stays. */
export function renameKeyFix(subject: EditedSubject, title: string, entry: TreeEntry, key: string): readonly Fix[] {
  const range = keyCharacters(subject.text, entry);
  if (!range || !plainWord.test(key)) return [];
  const own = placesBelow(entry);
  return checkedFix(subject, title, true, { edits: [{ range, newText: key }], elsewhere: [] }, (leaves) =>
    leaves.map((leaf) => (own.has(leaf.place) ? { ...leaf, path: renamed(leaf.path, entry.key, key) } : leaf)),
  );
}

/** A fix that removes a key of the settings of a launch in this file, with its value and one comma. */
export function removeKeyFix(
  subject: EditedSubject,
  title: string,
  map: TreeMap,
  entry: TreeEntry,
  preferred = true,
): readonly Fix[] {
  const own = placesBelow(entry);
  const edits = [{ range: memberRange(subject.text, map, entry), newText: '' }];
  return checkedFix(subject, title, preferred, { edits, elsewhere: [] }, (leaves) =>
    leaves.filter(({ place }) => !own.has(place)),
  );
}

/** A fix that removes an option of a launch in this file, with its value. */
export function removeOptionFix(
  subject: EditedSubject,
  title: string,
  option: LaunchOption,
  preferred = true,
): readonly Fix[] {
  const own = placeKey(undefined, option.nameRange);
  const edits = [{ range: optionRange(subject.text, option), newText: '' }];
  return checkedFix(subject, title, preferred, { edits, elsewhere: [] }, (leaves) =>
    leaves.filter(({ option: place }) => place !== own),
  );
}

/** Whether the text of a fact is the value itself, for this place only. */
export function isEditable({ literal, shared, anchored, setIn, range }: Fact<unknown>): boolean {
  return literal !== false && !shared && !anchored && setIn === undefined && range.end > range.start;
}

/** One value that a launch states under some key of its options. */
export interface Leaf {
  /** Number of the launch, option, keys. */
  readonly path: string;
  /** File and range of its key; launches that are read from one text have leaves of one place. */
  readonly place: string;
  /** File and range of its option's name. */
  readonly option: string;
  readonly value: string;
}

/** What a launch states by an option with one word. */
export function launchLeaf(launch: Launch, index: number, name: string, value: string): Leaf {
  return leafOf(launch, launch.site, launch.site, [index, name], value);
}

/** The fix, if the edited files state exactly the leaves that `expect` makes of those of today. */
export function checkedFix(
  { text, deployment, deploymentIn }: EditedSubject,
  title: string,
  preferred: boolean,
  { edits, elsewhere }: EditsByFile,
  expect: (leaves: readonly Leaf[]) => readonly Leaf[],
): readonly Fix[] {
  if (!deployment) return [];
  const before = leavesOf(deployment);
  const expected = statementsOf(expect(before));
  const after = deploymentIn(applyEdits(text, edits), elsewhere);
  const found = after && statementsOf(leavesOf(after));
  const isExact =
    expected.join() !== statementsOf(before).join() && expected.every((each) => takeOut(found ?? [], each));
  return isExact ? [{ title, preferred, cosmetic: false, edits, elsewhere }] : [];
}

/** What each launch states, as text. A deployment may gain a launch by an edit: that of a role, of where they meet. */
function statementsOf(leaves: readonly Leaf[]): string[] {
  const launches = new Map<number, string[]>();
  for (const { path, value } of leaves) {
    const [index, ...keys] = JSON.parse(path) as readonly [number, ...(string | number)[]];
    launches.set(index, [...(launches.get(index) ?? []), JSON.stringify([keys, value])]);
  }
  return [...launches.values()].map((lines) => lines.sort().join('\n'));
}

function takeOut(list: string[], item: string): boolean {
  const at = list.indexOf(item);
  if (at !== -1) list.splice(at, 1);
  return at !== -1;
}

function leavesOf({ launches }: Deployment): readonly Leaf[] {
  return launches.flatMap((launch, index) => [
    ...[...launch.options.values()].flatMap((option) => leavesOfOption(launch, option, index)),
    ...modelLeaf(launch, index),
    leafOf(launch, launch.site, launch.site, [index, '', 'file'], launch.file ?? ''),
    leafOf(launch, launch.site, launch.site, [index, '', 'problems'], String(launch.problems.length)),
  ]);
}

function leavesOfOption(launch: Launch, option: LaunchOption, index: number): readonly Leaf[] {
  const { name, nameRange, tree, value } = option;
  const below = (node: TreeNode, path: readonly (string | number)[], keyRange: TextRange): readonly Leaf[] => {
    if (node.kind === 'map')
      return node.entries.flatMap((entry) => below(entry.value, [...path, entry.key], entry.keyRange));
    if (node.kind === 'sequence') return node.items.flatMap((item, at) => below(item, [...path, at], keyRange));
    return [leafOf(launch, keyRange, nameRange, path, String(node.value))];
  };
  return tree
    ? below(tree, [index, name], nameRange)
    : [leafOf(launch, nameRange, nameRange, [index, name], value?.text ?? '')];
}

/** The model stands behind the subcommand, where no option gives it. */
function modelLeaf(launch: Launch, index: number): readonly Leaf[] {
  const { model } = launch;
  if (launch.options.has('model') || !model || !('value' in model)) return [];
  return [leafOf(launch, model.keyRange, model.keyRange, [index, '', 'model'], String(knownValue(model)))];
}

function leafOf(
  { file }: Launch,
  keyRange: TextRange,
  nameRange: TextRange,
  path: readonly (string | number)[],
  value: string,
): Leaf {
  return { path: JSON.stringify(path), place: placeKey(file, keyRange), option: placeKey(file, nameRange), value };
}

/** The places of all keys of an entry of this file, its own included. */
function placesBelow({ keyRange, value }: TreeEntry): ReadonlySet<string> {
  const places = new Set([placeKey(undefined, keyRange)]);
  const collect = (node: TreeNode): void => {
    if (node.kind === 'sequence') node.items.forEach(collect);
    if (node.kind !== 'map') return;
    for (const entry of node.entries) {
      places.add(placeKey(undefined, entry.keyRange));
      collect(entry.value);
    }
  };
  collect(value);
  return places;
}

function renamed(path: string, from: string, to: string): string {
  const keys = JSON.parse(path) as readonly (string | number)[];
  const at = keys.lastIndexOf(from);
  return JSON.stringify(keys.map((key, index) => (index === at ? to : key)));
}

/** The characters of a key, without the quotes that YAML keeps; undefined where it is not written as it is read. */
function keyCharacters(text: string, { key, keyRange: { start, end } }: TreeEntry): TextRange | undefined {
  const written = text.slice(start, end);
  if (written === key) return { start, end };
  return /^(["']).*\1$/s.test(written) && written.slice(1, -1) === key ? { start: start + 1, end: end - 1 } : undefined;
}

/** An entry with the comma or the line break that parts it from its neighbour. */
function memberRange(text: string, { entries, flow }: TreeMap, entry: TreeEntry): TextRange {
  const ordered = [...entries].sort((a, b) => a.keyRange.start - b.keyRange.start);
  const at = ordered.indexOf(entry);
  const [previous, next] = [ordered[at - 1], ordered[at + 1]];
  if (next) return { start: keyStart(text, entry), end: keyStart(text, next) };
  const end = valueEnd(text, entry.value);
  if (!previous) return { start: keyStart(text, entry), end };
  return { start: flow ? valueEnd(text, previous.value) : lineStart(text, entry.keyRange.start) - 1, end };
}

/** Where an entry begins, with the quotes of its key, be they escaped in an outer layer. */
function keyStart(text: string, { keyRange: { start } }: TreeEntry): number {
  const [quotes = ''] = /\\*"$/.exec(text.slice(Math.max(0, start - 8), start)) ?? [];
  return start - quotes.length;
}

function valueEnd(text: string, { kind, range: { end } }: TreeNode): number {
  const [quotes = ''] = kind === 'scalar' ? (/^\\*"/.exec(text.slice(end, end + 8)) ?? []) : [];
  return end + quotes.length;
}

/** An option with its value, with the blanks in front of it; with its line where it stands alone on it. */
function optionRange(text: string, { nameRange, value }: LaunchOption): TextRange {
  const valueAt = value && rangeOfText(value);
  const valueEnd = Math.max(nameRange.end, valueAt?.end ?? 0);
  const end = valueEnd + (/["']/.test(text.charAt(valueEnd)) ? 1 : 0);
  const start = nameRange.start - (/["']/.test(text.charAt(nameRange.start - 1)) ? 1 : 0);
  const line = lineStart(text, start);
  const isItem = /^[ \t]*- $/.test(text.slice(line, start));
  const newline = text.indexOf('\n', end);
  const rest = text.slice(end, newline < 0 ? text.length : newline + 1);
  // What a comment behind an item says goes with it; a list would else keep an item that is none.
  const isWholeItem = isItem && /^[ \t]*(?:[ \t]#.*)?\r?\n?$/.test(rest);
  const isContinuedLine = /^[ \t]*\\\r?\n$/.test(rest) && /^[ \t]*$/.test(text.slice(line, start));
  if (isWholeItem || isContinuedLine) return { start: line, end: end + rest.length };
  const [before = ''] = /(?:[ \t]|\\\r?\n)+$/.exec(text.slice(Math.max(0, start - 200), start)) ?? [];
  return { start: start - before.length, end };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
