import type { TraceCollector } from '../trace-collector';
import type { SkippedRows } from '../trace-summary';
import type { JsonPath } from './json-text';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The line of a part of the value being read. */
export type LineOf = (path: JsonPath) => number;

/** A format whose unit is a JSON object: a line of JSON Lines, an element of an array, or a whole document. */
export interface JsonFormat {
  readonly name: string;
  /** Each object is a run with its own clock, so several of them have no common span. */
  readonly isRun?: boolean;
  recognises(value: JsonObject): boolean;
  /** Hands the requests in `value` to the collector. Throws TraceError when the format can never give theta. */
  read(value: JsonObject, collector: TraceCollector, lineOf: LineOf): void;
  /** Why no request was usable, where the format knows better than the general sentence. */
  whyEmpty?(skipped: SkippedRows): string | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The value at a path of keys, or undefined. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

/** A list at a path of keys; empty when there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function finiteNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A name or a number as text; undefined for anything else. */
export function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** True for what marks a failed request: a message, a code or an error object, not null, "" or 0. */
export function isError(value: unknown): boolean {
  return Boolean(value);
}
