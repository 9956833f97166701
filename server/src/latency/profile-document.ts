import type { LatencyProfileDocument } from '../generated/latency-profile';
import { latencyProfileSchema } from '../generated/schemas';
import { validateLatencyProfileDocument } from '../generated/validators';
import { quote } from '../text/format';
import { type SchemaProblem, schemaProblems, type Validator } from '../yaml/schema-problems';
import { isTemplated } from '../yaml/template-mask';
import { parseYaml } from '../yaml/yaml-document';
import { entryOf, nodeAt, type TreeNode, toPlain } from '../yaml/yaml-tree';
import { type LatencyProfile, toLatencyProfile } from './latency-profile';

/** A profile file as read: usable, or why not in one sentence with the 1-based line. */
export type ProfileOutcome =
  | { readonly kind: 'ready'; readonly profile: LatencyProfile }
  | { readonly kind: 'failed'; readonly message: string; readonly line: number | undefined };

/** Longest profile text that is read; real ones have a few dozen lines. */
export const profileSizeLimit = 1_000_000;

/** Problems of a `LatencyProfile` document: the schema's, and stage lines that cannot both be zero. */
export function profileProblems(root: TreeNode): readonly SchemaProblem[] {
  const data = toPlain(root);
  const problems = schemaProblems(root, data, validateLatencyProfileDocument as Validator, latencyProfileSchema);
  if (problems.length > 0 || isTemplatedAnywhere(root)) return problems;
  const { attention, ffn, communication } = data as LatencyProfileDocument;
  if ([attention, ffn, communication].some(({ alpha, beta }) => alpha + beta > 0)) return [];
  const range = entryOf(root, 'attention')?.keyRange ?? root.site;
  return [
    {
      kind: 'value',
      message: 'All stage times are zero; nothing can be sized with this profile.',
      range,
      replacement: undefined,
    },
  ];
}

/** Reads the first `LatencyProfile` document of a file. Never throws. */
export function readProfile(text: string, fallbackId: string): ProfileOutcome {
  if (text.length > profileSizeLimit) return failed('The file is too large to be a latency profile.', undefined);
  if (text.includes('\0')) return failed('The file is not text.', 1);
  const documents = parseYaml(text);
  const broken = documents.find(({ problems }) => problems.length > 0)?.problems[0];
  if (broken) return failed(broken.message, lineOf(text, broken.range.start));
  const root = documents.map((document) => document.root).find((node) => kindOf(node) === 'LatencyProfile');
  if (!root) return failed(`It has no document with ${quote('kind: LatencyProfile')}.`, undefined);
  const [problem] = profileProblems(root);
  if (problem) return failed(problem.message, lineOf(text, problem.range.start));
  if (isTemplatedAnywhere(root))
    return failed('A template expression fills in some of its values; refer to the rendered file.', undefined);
  return { kind: 'ready', profile: toLatencyProfile(toPlain(root) as LatencyProfileDocument, fallbackId) };
}

/** The `kind` a document declares. */
export function kindOf(root: TreeNode | undefined): string | undefined {
  const kind = nodeAt(root, ['kind']);
  return kind?.kind === 'scalar' && typeof kind.value === 'string' ? kind.value : undefined;
}

/** True when a template expression fills in the `kind`, so that nobody knows yet what the document is. */
export function isKindTemplated(root: TreeNode | undefined): boolean {
  const kind = nodeAt(root, ['kind']);
  return kind?.kind === 'scalar' && kind.templated;
}

function isTemplatedAnywhere(node: TreeNode): boolean {
  if (node.kind === 'scalar') return node.templated;
  const children = node.kind === 'sequence' ? node.items : node.entries.map(({ value }) => value);
  return (
    children.some(isTemplatedAnywhere) || (node.kind === 'map' && node.entries.some(({ key }) => isTemplated(key)))
  );
}

function failed(message: string, line: number | undefined): ProfileOutcome {
  return { kind: 'failed', message, line };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
