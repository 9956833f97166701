import { closest } from '../text/closest';
import { quote } from '../text/format';
import { ToolRefusal } from './tool';

/** A property of a tool's input. Bounds are checked by the tool, whose message says more than a schema. */
export interface InputProperty {
  readonly type: 'string' | 'number' | 'integer';
  readonly description?: string;
}

/**
 * The JSON Schema of a tool's input, in the part of the language that every model's provider takes: one flat object,
 * nothing above its properties.
 */
export interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, InputProperty>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
}

/** What an input that fits the schema holds; every property may be absent. */
export type InputOf<Schema extends InputSchema> = {
  readonly [Key in keyof Schema['properties']]?: Schema['properties'][Key]['type'] extends 'string' ? string : number;
};

/** Reads an input by its schema; a property that is null counts as absent. Throws `ToolRefusal` naming what is wrong. */
export function readInput<Schema extends InputSchema>(schema: Schema, sent: unknown): InputOf<Schema> {
  if (typeof (sent ?? {}) !== 'object' || Array.isArray(sent)) {
    throw new ToolRefusal(`Give an object with ${names(schema)}.`);
  }
  const given = Object.entries(sent ?? {}).filter(([, value]) => value !== null && value !== undefined);
  for (const [key, value] of given) {
    if (!Object.hasOwn(schema.properties, key)) throw new ToolRefusal(unknownKey(schema, key));
    const wanted = wantedType(schema.properties[key]!, value);
    if (wanted !== undefined) throw new ToolRefusal(`${quote(key)} must be ${wanted}.`);
  }
  const absent = schema.required?.find((key) => !given.some(([name]) => name === key));
  if (absent !== undefined) throw new ToolRefusal(`Give ${quote(absent)}: ${schema.properties[absent]!.description}.`);
  return Object.fromEntries(given) as InputOf<Schema>;
}

function unknownKey(schema: InputSchema, key: string): string {
  const likely = closest(key, Object.keys(schema.properties));
  return `There is no input ${quote(key)}; ${likely ? `did you mean ${quote(likely)}?` : `there is ${names(schema)}.`}`;
}

function names({ properties }: InputSchema): string {
  return Object.keys(properties).map(quote).join(', ');
}

/** What a value should have been; undefined where it is. */
function wantedType({ type }: InputProperty, value: unknown): string | undefined {
  if (type === 'string') return typeof value === 'string' && value !== '' ? undefined : 'a text that is not empty';
  if (type === 'integer') return Number.isSafeInteger(value) ? undefined : 'a whole number';
  return Number.isFinite(value) ? undefined : 'a number';
}
