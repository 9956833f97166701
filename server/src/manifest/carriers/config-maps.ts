import type { MappedText } from '../../text/mapped-text';
import type { TextRange } from '../../text/text-range';
import { entryOf, nodeAt, type TreeNode } from '../../yaml/yaml-tree';
import type { Budget } from './budget';
import type { ManifestObject } from './manifest-object';
import type { ScalarReader } from './scalar-reader';
import { itemsOf } from './tree-path';

/** A script that a ConfigMap holds. */
export interface ConfigScript {
  readonly object: ManifestObject;
  readonly key: string;
  readonly keyRange: TextRange;
  readonly text: MappedText;
}

/** A file in a container that is a script of a ConfigMap. */
export interface MountedScript {
  readonly path: string;
  readonly script: ConfigScript;
}

/** What one script in one container takes off the budget. */
const mountCost = 100;

/** The ConfigMaps of a file by their names. */
export class ConfigMaps {
  readonly scripts: readonly ConfigScript[];
  private readonly scriptsByName: ReadonlyMap<string | undefined, readonly ConfigScript[]>;
  private readonly data = new Map<string, ReadonlyMap<string, MappedText>>();
  private readonly volumes = new Map<TreeNode, ReadonlyMap<string, TreeNode>>();

  constructor(
    objects: readonly ManifestObject[],
    private readonly reader: ScalarReader,
  ) {
    const byName = new Map<string | undefined, ConfigScript[]>();
    for (const object of objects) {
      if (object.kind !== 'ConfigMap') continue;
      const data = entryOf(object.root, 'data')?.value;
      const texts = new Map<string, MappedText>();
      const scripts = byName.get(object.name) ?? [];
      byName.set(object.name, scripts);
      for (const { key, keyRange, value } of data?.kind === 'map' ? data.entries : []) {
        const text = reader.text(value);
        if (!text) continue;
        texts.set(key, text);
        if (isScript(key, text.text)) scripts.push({ object, key, keyRange, text });
      }
      if (object.name !== undefined) this.data.set(object.name, texts);
    }
    this.scripts = [...byName.values()].flat();
    this.scriptsByName = byName;
  }

  /** The data of a ConfigMap by key; none where the file does not have it. */
  textsOf(name: string | undefined): ReadonlyMap<string, MappedText> {
    return this.data.get(name ?? '') ?? new Map();
  }

  /** What a container of a pod mounts: names of ConfigMaps, and the scripts of those that the file has. */
  mountedBy(
    pod: TreeNode,
    container: TreeNode,
    budget: Budget,
  ): { readonly names: readonly string[]; readonly scripts: readonly MountedScript[] } {
    const names: string[] = [];
    const scripts: MountedScript[] = [];
    for (const mount of itemsOf(entryOf(container, 'volumeMounts')?.value)) {
      const volume = this.volumesOf(pod).get(this.nameIn(mount, 'name') ?? '');
      for (const source of volume ? configMapsIn(volume) : []) {
        const name = this.nameIn(source, 'name');
        if (name !== undefined) names.push(name);
        scripts.push(...this.scriptsAt(mount, source, budget));
      }
    }
    return { names, scripts };
  }

  private nameIn(node: TreeNode | undefined, key: string): string | undefined {
    return this.reader.name(entryOf(node, key)?.value);
  }

  private volumesOf(pod: TreeNode): ReadonlyMap<string, TreeNode> {
    const known = this.volumes.get(pod);
    if (known) return known;
    const volumes = itemsOf(entryOf(pod, 'volumes')?.value);
    const byName = new Map(volumes.map((volume) => [this.nameIn(volume, 'name') ?? '', volume]));
    this.volumes.set(pod, byName);
    return byName;
  }

  /** The scripts of a ConfigMap that a mount puts into a container: all of them, or the one that it names. */
  private scriptsAt(mount: TreeNode, source: TreeNode, budget: Budget): readonly MountedScript[] {
    const name = this.nameIn(source, 'name');
    const directory = this.nameIn(mount, 'mountPath');
    if (name === undefined || directory === undefined) return [];
    const scripts = this.scriptsByName.get(name) ?? [];
    if (!budget.spend(scripts.length * mountCost)) return [];
    const file = this.nameIn(mount, 'subPath');
    const items = itemsOf(entryOf(source, 'items')?.value);
    const paths = new Map(items.map((item) => [this.nameIn(item, 'key'), this.nameIn(item, 'path')]));
    return scripts
      .filter(({ key }) => paths.size === 0 || paths.has(key))
      .map((script) => ({ script, inside: paths.get(script.key) ?? script.key }))
      .filter(({ inside }) => file === undefined || file === inside)
      .map(({ script, inside }) => ({
        script,
        path: file === undefined ? `${directory.replace(/\/$/, '')}/${inside}` : directory,
      }));
  }
}

/** The `configMap` of a volume, or those it projects. */
function configMapsIn(volume: TreeNode): readonly TreeNode[] {
  const projected = itemsOf(nodeAt(volume, ['projected', 'sources']));
  return [volume, ...projected].flatMap((node) => entryOf(node, 'configMap')?.value ?? []);
}

const launcher = /\b(?:vllm|sglang|rtp_llm|rtp-llm|dynamo|python3?|torchrun|mpirun)\b/;

function isScript(key: string, text: string): boolean {
  if (/\.(?:sh|bash)$/.test(key) || /^#!.*sh\b/.test(text)) return true;
  return !/\.\w+$/.test(key) && /\s/.test(text) && launcher.test(text);
}
