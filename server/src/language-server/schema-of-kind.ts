import {
  afdDeploymentSchema,
  configurationSchema,
  deviceSchema,
  latencyProfileSchema,
  modelSchema,
} from '../generated/schemas';
import type { SchemaNode } from '../yaml/schema-node';

const schemas: ReadonlyMap<string | undefined, SchemaNode> = new Map([
  ['LatencyProfile', latencyProfileSchema],
  ['Device', deviceSchema],
  ['Model', modelSchema],
  ['Configuration', configurationSchema],
]);

/** The schema of documents of a kind; that of a deployment where the kind is not known, or not written yet. */
export function schemaOfKind(kind: string | undefined): SchemaNode {
  return schemas.get(kind) ?? afdDeploymentSchema;
}
