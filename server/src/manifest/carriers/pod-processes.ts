import type { MappedText } from '../../text/mapped-text';
import type { TextRange } from '../../text/text-range';
import { entryOf, nodeAt, type TreeMap, type TreeNode } from '../../yaml/yaml-tree';
import type { Budget } from './budget';
import type { ConfigMaps, ConfigScript } from './config-maps';
import { containerStart, withArguments } from './container-start';
import { type EnvironmentSources, readEnvironment } from './environment';
import type { ManifestObject } from './manifest-object';
import { countPods, podPlaceOf } from './pod-counts';
import { claimsOf, deviceOf, podLabels, roleOf } from './pod-facts';
import { containersOf, type PodTemplate, podTemplatesIn } from './pod-templates';
import type { Carrier, ManifestProcess, ProcessStart } from './process';
import type { ScalarReader } from './scalar-reader';
import { entryAtPath, stepsBelow } from './tree-path';
import type { PodPlace } from './workload-kinds';

/** What reading the pods of a file needs. */
export interface PodContext {
  readonly reader: ScalarReader;
  readonly configMaps: ConfigMaps;
  readonly budget: Budget;
  /** Scripts that some pod runs; reading the pods adds to it. */
  readonly run: Set<ConfigScript>;
}

/**
 * The processes that the pods of an object start: one for each container, or the script of a ConfigMap that it runs.
 * Reading stops once there are `limit` of them.
 */
export function podProcesses(object: ManifestObject, limit: number, context: PodContext): readonly ManifestProcess[] {
  const processes: ManifestProcess[] = [];
  for (const template of podTemplatesIn(object.root)) {
    const place = podPlaceOf(object.kind, object.root, template.steps);
    const containers = containersOf(template.spec);
    const pod = podCarrier(object, template, place, context.reader);
    for (const container of containers) {
      if (processes.length >= limit) return processes;
      processes.push(...containerProcesses(object, template, pod, container, containers.length > 1, context));
    }
  }
  return processes;
}

type PodCarrier = Omit<Carrier, 'image' | 'device' | 'configMaps'>;

function podCarrier(
  object: ManifestObject,
  template: PodTemplate,
  place: PodPlace | undefined,
  reader: ScalarReader,
): PodCarrier {
  const { kind, name, namespace, extent, root } = object;
  return {
    kind: kind ?? (place ? 'ModelService values' : 'pod template'),
    name,
    namespace: namespace ?? reader.name(nodeAt(template.above.at(-1), ['metadata', 'namespace'])),
    ...partOf(object, template, place, reader),
    extent,
    isPod: true,
    ...countPods(kind, root, template, place, reader),
    labels: podLabels(template, reader),
    hostNetwork: isTrue(entryOf(template.spec, 'hostNetwork')?.value),
    claims: claimsOf(template.spec, reader),
  };
}

/** What the pods are called within their object, and where a reader sees that. */
function partOf(
  { root, site }: ManifestObject,
  template: PodTemplate,
  place: PodPlace | undefined,
  reader: ScalarReader,
): { readonly part: string | undefined; readonly site: TextRange } {
  const role = roleOf(template);
  const name = reader.name(role?.value);
  if (role && name !== undefined) return { part: name, site: role.keyRange };
  const entry = place && entryAtPath(root, place.below, template.steps);
  if (place?.below.endsWith('*')) {
    const key = template.steps[(stepsBelow(place.below, template.steps) ?? 0) - 1];
    return { part: String(key), site: entry?.keyRange ?? site };
  }
  return place?.part ? { part: place.part, site: entry?.keyRange ?? site } : { part: undefined, site };
}

function isTrue(node: TreeNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

function containerProcesses(
  object: ManifestObject,
  template: PodTemplate,
  pod: PodCarrier,
  container: TreeMap,
  isOneOfSeveral: boolean,
  { reader, configMaps, budget, run }: PodContext,
): readonly ManifestProcess[] {
  const sources: EnvironmentSources = {
    lists: [...template.above.map((node) => entryOf(node, 'envs')?.value), entryOf(container, 'env')?.value],
    from: entryOf(container, 'envFrom')?.value,
  };
  const { environment, configMaps: taken } = readEnvironment(sources, configMaps, reader, budget);
  const mounted = configMaps.mountedBy(template.spec, container, budget);
  const name = entryOf(container, 'name');
  const isNamed = isOneOfSeveral && pod.part === undefined && name !== undefined;
  const carrier: Carrier = {
    ...pod,
    ...(isNamed ? { part: reader.name(name.value), site: name.keyRange } : {}),
    image: reader.textFact(entryOf(container, 'image')),
    device: deviceOf(container, template, reader),
    configMaps: [...new Set([...mounted.names, ...taken])],
  };
  const start = containerStart(container, environment, reader, budget);
  const further = object.kind === 'LLMInferenceService' ? environment.get('VLLM_ADDITIONAL_ARGS') : undefined;
  const scripts = new Set(mounted.scripts.flatMap(({ path, script }) => (runs(start, path, budget) ? script : [])));
  for (const script of scripts) run.add(script);
  // Words that run a script do nothing else; a script that runs another may.
  const own = scripts.size > 0 && start.kind === 'words' ? [] : [further ? withArguments(start, further) : start];
  const starts = [...own, ...[...scripts].map(({ text }): ProcessStart => ({ kind: 'script', script: text }))];
  return starts.map((each) => ({ carrier, start: each, environment }));
}

/** Whether a process runs the file at a path, or names it where it could. */
function runs(start: ProcessStart, path: string, budget: Budget): boolean {
  if (start.kind === 'words') return start.words.some(({ text }) => text === path);
  return start.kind === 'script' && names(start.script, path, budget);
}

function names({ text }: MappedText, path: string, budget: Budget): boolean {
  if (!budget.spend(text.length)) return false;
  for (let at = text.indexOf(path); at !== -1; at = text.indexOf(path, at + 1)) {
    if (!/[\w.-]/.test(text[at + path.length] ?? '')) return true;
  }
  return false;
}
