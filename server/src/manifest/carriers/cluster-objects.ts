import { entryOf, nodeAt } from '../../yaml/yaml-tree';
import type { ManifestObject } from './manifest-object';
import type { ClusterService, VolumeClaim } from './process';
import type { ScalarReader } from './scalar-reader';
import { itemsOf } from './tree-path';

/** A Service, where the object is one that has a name. */
export function serviceOf({ root, kind, namespace }: ManifestObject, reader: ScalarReader): ClusterService | undefined {
  const nameNode = nodeAt(root, ['metadata', 'name']);
  const name = reader.name(nameNode);
  if (kind !== 'Service' || !nameNode || name === undefined) return undefined;
  const spec = entryOf(root, 'spec')?.value;
  const selector = entryOf(spec, 'selector')?.value;
  const publish = entryOf(spec, 'publishNotReadyAddresses')?.value;
  return {
    name,
    namespace,
    nameRange: nameNode.site,
    headless: reader.name(entryOf(spec, 'clusterIP')?.value) === 'None',
    publishNotReadyAddresses: publish?.kind === 'scalar' && publish.value === true,
    selector: selector?.kind === 'map' ? reader.names(selector) : undefined,
    spec: spec?.kind === 'map' ? spec : undefined,
  };
}

/** A PersistentVolumeClaim, where the object is one that has a name. */
export function claimOf(
  { root, kind, name, namespace }: ManifestObject,
  reader: ScalarReader,
): VolumeClaim | undefined {
  if (kind !== 'PersistentVolumeClaim' || name === undefined) return undefined;
  const modes = entryOf(nodeAt(root, ['spec']), 'accessModes');
  const accessModes = itemsOf(modes?.value).flatMap((mode) => reader.textFactAt(mode, modes!.keyRange) ?? []);
  return { name, namespace, accessModes };
}
