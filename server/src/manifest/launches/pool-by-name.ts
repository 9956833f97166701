import type { Carrier } from '../carriers/process';

type NamedPool = 'attention' | 'ffn';

const markers: ReadonlyMap<string, NamedPool> = new Map([
  ...['attention', 'attn', 'a worker'].map((marker) => [marker, 'attention'] as const),
  ...['ffn', 'expert', 'experts', 'moe', 'f worker'].map((marker) => [marker, 'ffn'] as const),
]);

/**
 * The pool that a process is named after, where its flags name none: by its role or container, else its labels, else its
 * object. A name that speaks of both pools says nothing.
 */
export function poolByName({ part, labels, name }: Carrier): NamedPool | undefined {
  return poolOf([part]) ?? poolOf([...labels.values()]) ?? poolOf([name]);
}

function poolOf(names: readonly (string | undefined)[]): NamedPool | undefined {
  const found = new Set(names.flatMap((name) => (name === undefined ? [] : poolsIn(name))));
  return found.size === 1 ? [...found][0] : undefined;
}

/** By whole words: `decode-attn`, `AttentionWorker`, `a-worker-0`; not `removed`. */
function poolsIn(name: string): readonly NamedPool[] {
  const words = wordsOf(name);
  const pairs = words.map((word, index) => `${word} ${words[index + 1] ?? ''}`);
  return [...words, ...pairs].flatMap((word) => markers.get(word) ?? []);
}

/** What is left of an object's name without its pool and number: the deployment that `chat-attn-0` is a part of. */
export function nameWithoutPool({ name = '' }: Carrier): string {
  const isOwn = (word: string): boolean =>
    !markers.has(word) && !/^(?:\d*|a|f|worker|leader|head|node|pod)$/.test(word);
  return wordsOf(name).filter(isOwn).join('-');
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}
