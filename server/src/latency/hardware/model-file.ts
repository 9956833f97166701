import type { ModelDocument } from '../../generated/model';
import { modelSchema } from '../../generated/schemas';
import { validateModelDocument } from '../../generated/validators';
import { verbatimText } from '../../text/mapped-text';
import { readJson } from '../../yaml/json-tree';
import { type SchemaProblem, schemaProblems, type Validator } from '../../yaml/schema-problems';
import { entryOf, type TreeNode, toPlain } from '../../yaml/yaml-tree';
import {
  documentSizeLimit,
  type FileFailure,
  failed,
  isTemplatedAnywhere,
  lineOf,
  readDocumentFile,
} from '../document-file';
import type { ModelShape } from './model-shape';
import { isModelConfig, type ModelConfigOutcome, readModelConfig } from './read-model-config';

/** A model's file as read: usable, or why not in one sentence with the 1-based line. */
export type ModelOutcome = { readonly kind: 'ready'; readonly shape: ModelShape } | FileFailure;

/** Reads a Hugging Face `config.json`, or the first `Model` document of a YAML file. Never throws. */
export function readModelFile(text: string, fallbackId: string): ModelOutcome {
  return /^\uFEFF?\s*[{[]/.test(text) ? readConfigJson(text, fallbackId) : readModelDocument(text, fallbackId);
}

/** Problems of a `Model` document: the schema's, or why its config describes no shape. */
export function modelProblems(root: TreeNode): readonly SchemaProblem[] {
  const data = toPlain(root);
  const problems = schemaProblems(root, data, validateModelDocument as Validator, modelSchema);
  if (problems.length > 0 || isTemplatedAnywhere(root)) return problems;
  const outcome = toModelShape(data as ModelDocument, '');
  if (outcome.kind === 'ready') return [];
  const range = entryOf(root, 'config')?.keyRange ?? root.site;
  return [{ kind: 'value', message: outcome.message, range, replacement: undefined }];
}

/** The shape a valid document states. `fallbackId` names it when it has no `metadata.name`. */
export function toModelShape(
  { metadata, source, sources, notes, config }: ModelDocument,
  fallbackId: string,
): ModelConfigOutcome {
  const own = Object.entries(sources ?? {}).map(([key, where]) => `${key}: ${where}`);
  return readModelConfig(config, {
    id: metadata?.name ?? fallbackId,
    source: [source, ...own].join('; '),
    notes: notes ?? [],
  });
}

function readModelDocument(text: string, fallbackId: string): ModelOutcome {
  const outcome = readDocumentFile(text, { kind: 'Model', what: 'a model', problems: modelProblems });
  return outcome.kind === 'failed' ? outcome : toOutcome(toModelShape(outcome.data as ModelDocument, fallbackId));
}

function readConfigJson(text: string, id: string): ModelOutcome {
  if (text.length > documentSizeLimit) return failed("The file is too large to be a model's config.", undefined);
  const { root, problems } = readJson(verbatimText(text.replace(/^\uFEFF/, ' '), 0));
  const config = root && toPlain(root);
  const isConfig = isModelConfig(config);
  const problem = problems.find(({ readable }) => !readable);
  if (problem) {
    const message = problem.quotes && !isConfig ? 'Not valid JSON.' : problem.message;
    return failed(message, lineOf(text, problem.range.start));
  }
  // Of JSON that describes no model nothing is to be quoted.
  if (!isConfig && !Array.isArray(config))
    return failed(
      'It is not the config of a language model: it states none of its sizes, like `hidden_size` or `num_hidden_layers`.',
      undefined,
    );
  return toOutcome(readModelConfig(config, { id, source: 'its config.json' }));
}

function toOutcome(outcome: ModelConfigOutcome): ModelOutcome {
  return outcome.kind === 'ready' ? outcome : failed(outcome.message, undefined);
}
