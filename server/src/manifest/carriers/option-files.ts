import { entryOf, nodeAt, type TreeMap, type TreeNode } from '../../yaml/yaml-tree';
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
  const kind = isEngineConfig(options) ? 'vllm config' : isExperiment(options) ? 'aiconfigurator' : undefined;
  if (kind === undefined) return [];
  const carrier = { ...bareCarrier(object), kind };
  return [{ carrier, start: { kind: 'options', options }, environment: new Map() }];
}

/** Keys that only an engine's own file of options has, and that make it one of disaggregation. */
const engineKey = /^(?:additional[-_]config(?:\.|$)|afd[-_](?:config|role|execution[-_]mode|ffn[-_]addr)$)/;

function isEngineConfig({ entries }: TreeMap): boolean {
  return entries.some(({ key }) => engineKey.test(key)) && !entries.some(({ key }) => key === 'apiVersion');
}

/** An experiment that serves with AFD, or a file of experiments one of which does. */
function isExperiment(options: TreeMap): boolean {
  return [options, ...options.entries.map(({ value }) => value)].some((map) => {
    const mode = entryOf(map, 'serving_mode')?.value;
    return mode?.kind === 'scalar' && mode.value === 'afd';
  });
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
