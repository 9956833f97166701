import { modelCatalogue } from '../../generated/hardware-catalogue';
import { bareName, type Found, findByName, nameTable } from './find-by-name';
import { toModelShape } from './model-file';
import type { ModelShape } from './model-shape';

const entries = modelCatalogue.map((value) => ({ id: value.metadata!.name!, aliases: value.aliases ?? [], value }));

const names = nameTable(entries, normalModelName);

/** Shapes that were asked for, by id. */
const shapes = new Map<string, ModelShape>();

/** All names of the built-in models. */
export const builtInModelNames: readonly string[] = entries.flatMap(({ id, aliases }) => [id, ...aliases]);

/** The built-in model of this id or alias, whatever its case, punctuation and organisation: `deepseek-ai/DeepSeek-V3`. */
export function findModel(name: string): Found<ModelShape> {
  const found = findByName(names, normalModelName(name));
  return found.kind === 'found' ? { kind: 'found', value: shapeOf(found.value) } : found;
}

/** True when a reference names a file, a `config.json` or a document, rather than a model by its id. */
export function isModelPath(reference: string): boolean {
  return /\.(?:json|ya?ml)$/i.test(reference);
}

/** A model's name in comparable form. */
function normalModelName(name: string): string {
  return bareName(name.split('/').at(-1) ?? name);
}

function shapeOf(entry: (typeof modelCatalogue)[number]): ModelShape {
  const id = entry.metadata!.name!;
  const known = shapes.get(id);
  if (known) return known;
  const outcome = toModelShape(entry, id);
  if (outcome.kind === 'refused') throw new Error(`the built-in model ${id}: ${outcome.message}`);
  shapes.set(id, outcome.shape);
  return outcome.shape;
}
