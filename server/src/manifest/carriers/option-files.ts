import { entryOf, nodeAt, type TreeNode } from '../../yaml/yaml-tree';
import { allDialects } from '../dialects/dialects';
import type { ManifestObject } from './manifest-object';
import type { Carrier, ManifestProcess } from './process';
import type { ScalarReader } from './scalar-reader';
import { itemsOf } from './tree-path';

/**
 * Processes whose options are keys of a file, without any command: Ray Serve applications, files for `vllm serve --config`,
 * experiments of aiconfigurator.
 */
export function optionProcesses(object: ManifestObject, reader: ScalarReader): readonly ManifestProcess[] {
  if (object.kind !== undefined) return [];
  const applications = itemsOf(entryOf(object.root, 'applications')?.value);
  if (applications.length > 0) return applications.flatMap((application) => rayProcesses(object, application, reader));
  const options = object.root;
  if (options.kind !== 'map') return [];
  const file = allDialects.flatMap(({ optionFile }) => (optionFile?.isOne(options) ? optionFile : []))[0];
  if (!file) return [];
  const carrier = { ...bareCarrier(object), kind: file.kind };
  return [{ carrier, start: { kind: 'options', options }, environment: new Map() }];
}

function rayProcesses(object: ManifestObject, application: TreeNode, reader: ScalarReader): readonly ManifestProcess[] {
  return itemsOf(nodeAt(application, ['args', 'llm_configs'])).flatMap((config): readonly ManifestProcess[] => {
    const options = entryOf(config, 'engine_kwargs');
    if (options?.value.kind !== 'map') return [];
    const deployment = entryOf(config, 'deployment_config')?.value;
    const replicas = reader.count(entryOf(deployment, 'num_replicas'));
    const isOpen = entryOf(deployment, 'autoscaling_config') ?? entryOf(deployment, 'num_replicas');
    const carrier: Carrier = {
      ...bareCarrier(object),
      kind: 'Ray Serve',
      name: reader.name(entryOf(application, 'name')?.value),
      part: reader.name(nodeAt(config, ['model_loading_config', 'model_id'])),
      site: options.keyRange,
      isPod: true,
      replicas: replicas ? [{ key: 'num_replicas', fact: replicas }] : [],
      pods: replicas ? replicas.value : isOpen ? undefined : 1,
    };
    return [{ carrier, start: { kind: 'options', options: options.value }, environment: new Map() }];
  });
}

/** A carrier of which nobody knows where it runs. */
export function bareCarrier({
  name,
  namespace,
  extent,
  site,
}: Pick<ManifestObject, 'name' | 'namespace' | 'extent' | 'site'>): Omit<Carrier, 'kind'> {
  return {
    name,
    namespace,
    part: undefined,
    extent,
    site,
    isPod: false,
    replicas: [],
    pods: undefined,
    labels: new Map(),
    hostNetwork: false,
    image: undefined,
    device: undefined,
    claims: [],
    configMaps: [],
  };
}
