import { closest } from '../text/closest';
import { lowerFirst, quote } from '../text/format';
import type { TextRange } from '../text/text-range';
import type { SchemaNode } from './schema-node';
import { isTemplated } from './template-mask';
import { entryOf, nodeAt, ownKey, replaceable, type TreeNode } from './yaml-tree';

/** A place where a document differs from its schema, in one sentence. */
export interface SchemaProblem {
  readonly kind: 'unknown-key' | 'missing-key' | 'value';
  readonly message: string;
  readonly range: TextRange;
  /** What to write over `range` instead, when there is one likely answer. */
  readonly replacement: string | undefined;
}

/** One error of the generated validators. */
export interface ValidationError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly schemaPath: string;
}

/** A generated validator: true when the data conforms, else its errors stand in `errors`. */
export interface Validator {
  (data: unknown): boolean;
  errors?: readonly ValidationError[] | null;
}

/** Problems of one document reported at most; the rest would be the same mistake again. */
const problemLimit = 100;

/** Longest message that still reads as one line. */
const messageLimit = 120;

/** What a document does wrong by its schema, each problem on the narrowest range that shows it. Templated values pass. */
export function schemaProblems(
  root: TreeNode,
  data: unknown,
  validate: Validator,
  schema: SchemaNode,
): readonly SchemaProblem[] {
  if (validate(data)) return [];
  const problems = new Map<string, SchemaProblem>();
  for (const error of validate.errors ?? []) {
    const problem = describe(root, error, schema);
    const id = problem && `${problem.kind}:${problem.range.start}:${problem.range.end}`;
    if (problem && id && !problems.has(id)) problems.set(id, problem);
    if (problems.size >= problemLimit) break;
  }
  return [...problems.values()];
}

/** What to call the value at a path: its key, or `list[0]`. */
export function nameAt(path: readonly string[]): string {
  const [owner, name = ''] = [path.at(-2), path.at(-1)];
  return owner !== undefined && /^\d+$/.test(name) ? `${owner}[${name}]` : name;
}

function describe(root: TreeNode, error: ValidationError, schema: SchemaNode): SchemaProblem | undefined {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const node = nodeAt(root, path);
  if (!node || (node.kind === 'scalar' && node.templated)) return undefined;
  const name = path.at(-1);
  const owner = name === undefined ? root : nodeAt(root, path.slice(0, -1));
  const keyRange = name === undefined ? firstKeyRange(root) : (entryOf(owner, name)?.keyRange ?? node.site);
  const place = name === undefined ? undefined : quote(nameAt(path));
  const subject = place ?? 'The document';
  switch (error.keyword) {
    case 'required':
      return missingKey(node, subject, keyRange, String(error.params.missingProperty), schema, path);
    case 'additionalProperties':
      if (isTemplated(String(error.params.additionalProperty))) return undefined;
      return unknownKey(node, place, keyRange, String(error.params.additionalProperty), schemaAt(schema, path));
    default:
      return valueProblem(node, subject, keyRange, error, schemaAt(schema, path));
  }
}

function missingKey(
  node: TreeNode,
  subject: string,
  range: TextRange,
  missing: string,
  schema: SchemaNode,
  path: readonly string[],
): SchemaProblem | undefined {
  const known = Object.keys(schemaAt(schema, path)?.properties ?? {});
  const misspelt = (key: string) => !known.includes(key) && closest(key, known) === missing;
  if (node.kind === 'map' && node.entries.some(({ key }) => misspelt(key))) return undefined;
  const about =
    schemaAt(schema, [...path, missing])
      ?.description?.split('. ')[0]
      ?.replace(/\.$/, '') ?? '';
  const messages = [about, about.split(': ')[0]!].map(
    (text) => `${subject} needs ${quote(missing)}: ${lowerFirst(text)}.`,
  );
  const message = about === '' ? undefined : messages.find(({ length }) => length <= messageLimit);
  return {
    kind: 'missing-key',
    message: message ?? `${subject} needs ${quote(missing)}.`,
    range,
    replacement: undefined,
  };
}

function unknownKey(
  node: TreeNode,
  place: string | undefined,
  ownerRange: TextRange,
  key: string,
  schema: SchemaNode | undefined,
): SchemaProblem {
  const entry = entryOf(node, key);
  const known = Object.keys(schema?.properties ?? {});
  const suggestion = closest(
    key,
    known.filter((candidate) => !entryOf(node, candidate)),
  );
  const start = `Unknown key ${quote(key)}${place === undefined ? '' : ` in ${place}`}; `;
  const advice = suggestion ? `did you mean ${quote(suggestion)}?` : knownKeys(known, messageLimit - start.length);
  return {
    kind: 'unknown-key',
    message: start + advice,
    range: entry?.keyRange ?? ownerRange,
    replacement: entry && ownKey(entry) ? suggestion : undefined,
  };
}

/** As many of the known keys as the length holds. */
function knownKeys(known: readonly string[], length: number): string {
  if (known.length === 0) return 'nothing like it is known there.';
  const all = `known keys: ${known.join(', ')}.`;
  if (all.length <= length) return all;
  const cut = all.slice(0, Math.max(0, length - 3)).lastIndexOf(',');
  return `${all.slice(0, cut)}, ...`;
}

function valueProblem(
  node: TreeNode,
  subject: string,
  keyRange: TextRange,
  error: ValidationError,
  schema: SchemaNode | undefined,
): SchemaProblem {
  const empty = node.kind === 'scalar' && node.value === null;
  const range = empty && node.site.start === node.site.end ? keyRange : firstLine(node);
  const infinite =
    node.kind === 'scalar' && typeof node.value === 'number' && Math.abs(node.value) === Number.POSITIVE_INFINITY;
  const wanted = infinite ? 'a finite number' : describeWanted(error, schema);
  if (empty) {
    const advice = wanted === names.object ? 'write its keys, indented, below it' : `write ${wanted}`;
    return { kind: 'value', message: `${subject} has no value; ${advice}.`, range, replacement: undefined };
  }
  const got = node.kind === 'scalar' ? describeScalar(node.value) : node.kind === 'map' ? 'a map' : 'a list';
  const options = allowedValues(error)?.map(String) ?? [];
  const likely =
    node.kind !== 'scalar' ? undefined : options.length === 1 ? options[0] : closest(String(node.value), options);
  const advice = likely !== undefined && options.length > 1 ? `; did you mean ${quote(likely)}?` : '.';
  return {
    kind: 'value',
    message: `${subject} is ${got}; it must be ${wanted}${advice}`,
    range,
    replacement: replaceable(node) ? likely : undefined,
  };
}

function describeWanted(error: ValidationError, schema: SchemaNode | undefined): string {
  const { keyword, params } = error;
  const options = allowedValues(error);
  if (options) return options.length === 1 ? quote(String(options[0])) : `one of ${options.join(', ')}`;
  switch (keyword) {
    case 'minimum':
      return `${schema?.type === 'integer' ? 'a whole number of ' : ''}at least ${params.limit}`;
    case 'exclusiveMaximum':
      return `less than ${params.limit}`;
    case 'exclusiveMinimum':
      return `greater than ${params.limit}`;
    case 'maximum':
      return `at most ${params.limit}`;
    case 'minLength':
      return 'some text';
    case 'pattern':
      return `text like ${quote(String(schema?.examples?.[0]))}`;
    case 'minItems':
    case 'maxItems':
      return schema?.items?.type === 'number' ? `a list of ${params.limit} numbers` : 'a list that is not empty';
    default: {
      const [example] = schema?.examples ?? [];
      const like = params.type === 'string' && example !== undefined ? `, like ${quote(String(example))}` : '';
      return typeNames([params.type].flat().map(String)) + like;
    }
  }
}

const names: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'text',
  object: 'a map',
  array: 'a list',
  boolean: 'true or false',
};

function typeNames(types: readonly string[]): string {
  return types.map((type) => names[type] ?? type).join(' or ');
}

function allowedValues({ keyword, params }: ValidationError): readonly unknown[] | undefined {
  if (keyword === 'enum') return params.allowedValues as readonly unknown[];
  return keyword === 'const' ? [params.allowedValue] : undefined;
}

function describeScalar(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'empty' : `the text ${quote(value)}`;
  if (typeof value === 'number' && !Number.isFinite(value))
    return Number.isNaN(value) ? 'not a number (.nan)' : 'infinite';
  return String(value);
}

/** The schema of the value at a path, references followed. The path may leave out the indices of lists. */
export function schemaAt(schema: SchemaNode, path: readonly string[]): SchemaNode | undefined {
  let current: SchemaNode | undefined = schema;
  for (const key of path) current = below(schema, current, key);
  return current;
}

function below(root: SchemaNode, node: SchemaNode | undefined, key: string): SchemaNode | undefined {
  if (node?.items) {
    const item = follow(root, node.items);
    return /^\d+$/.test(key) ? item : below(root, item, key);
  }
  const pattern = Object.keys(node?.patternProperties ?? {}).find((candidate) => new RegExp(candidate).test(key));
  return follow(
    root,
    node?.properties?.[key] ?? (pattern === undefined ? undefined : node?.patternProperties?.[pattern]),
  );
}

function follow(root: SchemaNode, node: SchemaNode | undefined): SchemaNode | undefined {
  const name = node?.$ref?.replace('#/definitions/', '');
  const target = name === undefined ? undefined : root.definitions?.[name];
  return target ? { ...target, ...(node?.description ? { description: node.description } : {}) } : node;
}

function firstKeyRange(root: TreeNode): TextRange {
  return (root.kind === 'map' ? root.entries[0]?.keyRange : undefined) ?? firstLine(root);
}

/** One line is enough to point at a map or a list: its first key, or its first character. */
function firstLine(node: TreeNode): TextRange {
  if (node.kind === 'scalar' || node.shared) return node.site;
  if (node.kind === 'map' && !node.flow && node.entries[0]) return node.entries[0].keyRange;
  return { start: node.range.start, end: node.range.start + 1 };
}
