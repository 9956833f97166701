import type { LatencyProfileDocument } from '../generated/latency-profile';
import { latencyProfileSchema } from '../generated/schemas';
import { validateLatencyProfileDocument } from '../generated/validators';
import { type SchemaProblem, schemaProblems, type Validator } from '../yaml/schema-problems';
import { entryOf, type TreeNode, toPlain } from '../yaml/yaml-tree';
import { type FileFailure, isTemplatedAnywhere, readDocumentFile } from './document-file';
import { type LatencyProfile, toLatencyProfile } from './latency-profile';

/** A profile file as read: usable, or why not in one sentence with the 1-based line. */
export type ProfileOutcome = { readonly kind: 'ready'; readonly profile: LatencyProfile } | FileFailure;

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
  const kind = { kind: 'LatencyProfile', what: 'a latency profile', problems: profileProblems };
  const outcome = readDocumentFile(text, kind);
  if (outcome.kind === 'failed') return outcome;
  return { kind: 'ready', profile: toLatencyProfile(outcome.data as LatencyProfileDocument, fallbackId) };
}
