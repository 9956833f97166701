import { quote } from '../text/format';
import type { SchemaProblem } from '../yaml/schema-problems';
import { isTemplated } from '../yaml/template-mask';
import { parseYaml } from '../yaml/yaml-document';
import type { YamlProblem } from '../yaml/yaml-problem';
import { nodeAt, type TreeNode, toPlain } from '../yaml/yaml-tree';

/** Why a file is not usable, in one sentence with the 1-based line. */
export interface FileFailure {
  readonly kind: 'failed';
  readonly message: string;
  readonly line: number | undefined;
}

/** Longest text of a profile, a device or a model that is read; real ones have a few dozen lines. */
export const documentSizeLimit = 1_000_000;

/** What a file is read for: documents of one kind. */
export interface DocumentKind {
  /** The `kind` that they declare. */
  readonly kind: string;
  /** What such a file is: `a latency profile`. */
  readonly what: string;
  readonly problems: (root: TreeNode) => readonly SchemaProblem[];
}

/** What is said of broken documents that do not declare themselves ours: nothing of them is quoted. */
const withoutQuoting: Readonly<Record<YamlProblem['kind'], string>> = {
  syntax: 'It is not valid YAML.',
  'duplicate-key': 'A key is given twice in one of its maps.',
  'alias-expansion': 'Its aliases cannot be resolved.',
};

/** The first document of the kind in a YAML text, as plain data without problems. Never throws. */
export function readDocumentFile(
  text: string,
  { kind, what, problems }: DocumentKind,
): { readonly kind: 'ready'; readonly data: unknown } | FileFailure {
  if (text.length > documentSizeLimit) return failed(`The file is too large to be ${what}.`, undefined);
  if (text.includes('\0')) return failed('The file is not text.', 1);
  const documents = parseYaml(text);
  const broken = documents.find((document) => document.problems.length > 0);
  if (broken) {
    const [{ kind: problemKind, message, range }] = broken.problems as readonly [YamlProblem];
    const isOurs = kindOf(broken.root) === kind && declaresVersion(broken.root);
    return failed(isOurs ? message : withoutQuoting[problemKind], lineOf(text, range.start));
  }
  const root = documents.map((document) => document.root).find((node) => kindOf(node) === kind);
  if (!root) return failed(`It has no document with ${quote(`kind: ${kind}`)}.`, undefined);
  const [problem] = declaresVersion(root) ? problems(root) : [];
  if (problem) return failed(problem.message, lineOf(text, problem.range.start));
  if (isTemplatedAnywhere(root))
    return failed('A template expression fills in some of its values; refer to the rendered file.', undefined);
  if (!declaresVersion(root)) return failed(`It has no ${quote('apiVersion: afd-lens/v1')}.`, undefined);
  return { kind: 'ready', data: toPlain(root) };
}

/** The `kind` a document declares. */
export function kindOf(root: TreeNode | undefined): string | undefined {
  const kind = nodeAt(root, ['kind']);
  return kind?.kind === 'scalar' && typeof kind.value === 'string' ? kind.value : undefined;
}

/** Whether a document declares a version of our format, as far as one can say: others may have kinds of the same name. */
function declaresVersion(root: TreeNode | undefined): boolean {
  const version = nodeAt(root, ['apiVersion']);
  return version?.kind === 'scalar' && typeof version.value === 'string' && /^afd-lens\//.test(version.value);
}

/** True when a template expression fills in the `kind`, so that nobody knows yet what the document is. */
export function isKindTemplated(root: TreeNode | undefined): boolean {
  const kind = nodeAt(root, ['kind']);
  return kind?.kind === 'scalar' && kind.templated;
}

/** True when a template expression fills in some value or key. */
export function isTemplatedAnywhere(node: TreeNode): boolean {
  if (node.kind === 'scalar') return node.templated;
  const children = node.kind === 'sequence' ? node.items : node.entries.map(({ value }) => value);
  return (
    children.some(isTemplatedAnywhere) || (node.kind === 'map' && node.entries.some(({ key }) => isTemplated(key)))
  );
}

/** A failure at a line. */
export function failed(message: string, line: number | undefined): FileFailure {
  return { kind: 'failed', message, line };
}

/** The 1-based line of an offset. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
