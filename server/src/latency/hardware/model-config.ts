import { formatCounted, quote } from '../../text/format';

/** Ends the reading of a config. The message is one sentence: what is wrong, and what to do. */
export class ConfigRefusal extends Error {}

/** Largest size that is believed; the widest vocabularies have some hundred thousand words. */
const sizeLimit = 10_000_000;

/** The keys of a model's config, which remembers which of them somebody has asked for. */
export class ModelConfig {
  private readonly asked = new Set<string>();

  constructor(
    private readonly keys: Readonly<Record<string, unknown>>,
    /** The `model_type`, or the name of the class where there is none. */
    readonly modelType: string,
    /** How to call the model: the type of the whole, where its language model is a part of it. */
    private readonly name = modelType,
  ) {}

  /** The value of a key; undefined where it is absent or null. */
  value(key: string): unknown {
    this.asked.add(key);
    return Object.hasOwn(this.keys, key) ? (this.keys[key] ?? undefined) : undefined;
  }

  /** Marks keys that change nothing about the shape, whatever they say. */
  pass(...keys: readonly string[]): void {
    for (const key of keys) this.asked.add(key);
  }

  /** A whole number, of at least `least`. Where several of the keys are stated they must agree. */
  size(least: 0 | 1, ...keys: readonly string[]): number | undefined {
    const sizes = keys.flatMap((key) => {
      const value = this.value(key);
      return value === undefined ? [] : [{ key, size: this.toSize(key, value, least) }];
    });
    const [first, ...others] = sizes;
    const other = others.find(({ size }) => size !== first?.size);
    if (first && other)
      this.refuse(`${quote(first.key)} is ${first.size} but ${quote(other.key)} is ${other.size}; they must agree`);
    return first?.size;
  }

  /** The size that one of the keys states; every config has to state it. */
  needed(...keys: readonly string[]): number {
    return this.size(1, ...keys) ?? this.refuse(`${quote(keys[0]!)} is missing; it must be a whole number from 1`);
  }

  flag(key: string): boolean | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === 'boolean') return value;
    return this.refuse(`${quote(key)} is ${describeValue(value)}; it must be true or false`);
  }

  text(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === 'string') return value;
    return this.refuse(`${quote(key)} is ${describeValue(value)}; it must be text`);
  }

  /** A list with an entry per layer, each one of `known`. */
  perLayer<T extends string | number>(key: string, layers: number, known: readonly T[]): readonly T[] | undefined {
    const list = this.value(key);
    if (list === undefined) return undefined;
    if (!Array.isArray(list) || list.length !== layers) {
      const got = Array.isArray(list) ? formatCounted(list.length, 'entry', 'entries') : describeValue(list);
      this.refuse(`${quote(key)} has ${got}; it must be a list with one entry for each of the ${layers} layers`);
    }
    const strange = list.findIndex((entry) => !known.includes(entry));
    if (strange !== -1) {
      const options = known.map((entry) => quote(String(entry))).join(', ');
      this.refuse(`${quote(key)} has ${describeValue(list[strange])} for layer ${strange}; known are ${options}`);
    }
    return list;
  }

  /** The config below a key; undefined where it is absent. */
  below(key: string): ModelConfig | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (isRecord(value)) return new ModelConfig(value, this.modelType, this.name);
    return this.refuse(`${quote(key)} is ${describeValue(value)}; it must be an object`);
  }

  /** Keys that nobody has asked for and that say something: not null, false, 0 or empty. */
  unasked(): readonly string[] {
    return Object.keys(this.keys).filter((key) => !this.asked.has(key) && !isVoid(this.keys[key]));
  }

  /** Refuses the config: a sentence without its beginning and its full stop. */
  refuse(why: string): never {
    throw new ConfigRefusal(`The config of ${quote(this.name)} is not usable: ${why}.`);
  }

  private toSize(key: string, value: unknown, least: 0 | 1): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= sizeLimit) return value;
    return this.refuse(`${quote(key)} is ${describeValue(value)}; it must be a whole number from ${least}`);
  }
}

/** True for an object with keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in words, short enough for a sentence. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'empty' : `the text ${quote(value)}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : 'infinite';
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'an object' : String(value);
}

/** Layers of the same make together, in the order in which each make appears first. */
export function groupLayers<T extends object>(layers: readonly T[]): readonly (T & { readonly layers: number })[] {
  const groups = new Map<string, T & { layers: number }>();
  for (const layer of layers) {
    const make = JSON.stringify(layer);
    const group = groups.get(make);
    if (group) group.layers++;
    else groups.set(make, { layers: 1, ...layer });
  }
  return [...groups.values()];
}

function isVoid(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
