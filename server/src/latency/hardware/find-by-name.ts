import { closest } from '../../text/closest';

/** What a name stands for, or the names that it may have been meant to be, likeliest first. */
export type Found<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'unknown'; readonly candidates: readonly string[] };

/** Candidates that are offered at most. */
const candidateLimit = 3;

/** Something with an id, and the other names under which it is known. */
export interface Named<T> {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly value: T;
}

/** A table of all names in their comparable form. */
export type NameTable<T> = ReadonlyMap<string, Named<T>>;

/** The table for some entries; `normal` gives the comparable form of a name. */
export function nameTable<T>(entries: readonly Named<T>[], normal: (name: string) => string): NameTable<T> {
  return new Map(entries.flatMap((entry) => [entry.id, ...entry.aliases].map((name) => [normal(name), entry])));
}

/** Finds the entry that has exactly this name, in its comparable form. */
export function findByName<T>(table: NameTable<T>, wanted: string): Found<T> {
  const entry = table.get(wanted);
  if (entry) return { kind: 'found', value: entry.value };
  if (wanted === '') return { kind: 'unknown', candidates: [] };
  const names = [...table.keys()];
  const longer = names.filter((name) => name.startsWith(wanted));
  const near = closest(wanted, names);
  const ids = [...longer, ...(near === undefined ? [] : [near])].map((name) => table.get(name)!.id);
  return { kind: 'unknown', candidates: [...new Set(ids)].slice(0, candidateLimit) };
}

/**
 * A name in comparable form: in small letters and without punctuation, but for a dot between digits, so that `h100 80GB`
 * and `H100-80gb` are one name and `llama-3.1-8b` is not `llama-3-18b`.
 */
export function bareName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/(?<!\d)\.|\.(?!\d)/g, '');
}
