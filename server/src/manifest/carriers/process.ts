import type { MappedText } from '../../text/mapped-text';
import type { TextRange } from '../../text/text-range';
import type { TreeMap } from '../../yaml/yaml-tree';
import type { Fact } from '../fact';

/** Environment variables of a process by name, as far as the manifest gives them; a value from a secret is unknown text. */
export type Environment = ReadonlyMap<string, MappedText>;

/** How a process is started. */
export type ProcessStart =
  /** The argument vector: exec-form `command` and `args`, with `$(VAR)` replaced. */
  | { readonly kind: 'words'; readonly words: readonly MappedText[] }
  /** A shell script: what follows `sh -c`, a value of a ConfigMap, a `.sh` file. */
  | { readonly kind: 'script'; readonly script: MappedText }
  /** Options given as keys: `engine_kwargs` of Ray Serve, the file of `vllm serve --config`. */
  | { readonly kind: 'options'; readonly options: TreeMap };

/** A count that multiplies the pods of a template, as `spec.replicas` does. */
export interface ReplicaCount {
  /** As people know it: `replicas`, `leaderWorkerTemplate.size`, `slices`. */
  readonly key: string;
  readonly fact: Fact<number>;
  /** What is taken off the value before it multiplies: a worker template runs in one pod less than its group has. */
  readonly less?: number | undefined;
}

/** An accelerator that each pod asks for. */
export interface DeviceRequest {
  /** `nvidia.com/gpu`, `huawei.com/Ascend910`. */
  readonly resource: string;
  readonly count: Fact<number>;
  /** Where the same is said again: `requests` beside `limits`. */
  readonly repeated: readonly Fact<number>[];
}

/** What carries a launch: a pod template of some kind, a script, a file of options. */
export interface Carrier {
  /** `Deployment`, `LeaderWorkerSet`, `ConfigMap`, `shell script`. */
  readonly kind: string;
  /** `metadata.name`, or undefined. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** Name of the role, service, component, clique or container within the object; undefined where it has but one. */
  readonly part: string | undefined;
  /** The YAML document, or the whole file. */
  readonly extent: TextRange;
  /** Where a lens on this carrier goes: a word on a line of its own. */
  readonly site: TextRange;
  /** Whether several pods can run it; false for a script, of which nobody knows where it runs. */
  readonly isPod: boolean;
  /** What multiplies to the number of pods; empty where it is one or unknown. */
  readonly replicas: readonly ReplicaCount[];
  /** The product of `replicas`; undefined where it is not known. */
  readonly pods: number | undefined;
  /** Labels of the pods, for the selectors of Services. */
  readonly labels: ReadonlyMap<string, string>;
  readonly hostNetwork: boolean;
  readonly image: Fact<string> | undefined;
  readonly device: DeviceRequest | undefined;
  /** Claims that the pod mounts, by name. */
  readonly claims: readonly Fact<string>[];
  /** ConfigMaps that the container mounts or takes its environment from, by name. */
  readonly configMaps: readonly string[];
}

/** One process that a manifest starts. */
export interface ManifestProcess {
  readonly carrier: Carrier;
  readonly start: ProcessStart;
  readonly environment: Environment;
}

/** A Kubernetes Service, for what rendezvous hosts need of it. */
export interface ClusterService {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly nameRange: TextRange;
  readonly headless: boolean;
  readonly publishNotReadyAddresses: boolean;
  /** Undefined without one. */
  readonly selector: ReadonlyMap<string, string> | undefined;
  /** The map that `clusterIP` and `publishNotReadyAddresses` would stand in. */
  readonly spec: TreeMap | undefined;
}

/** A PersistentVolumeClaim, for who may mount it. */
export interface VolumeClaim {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly accessModes: readonly Fact<string>[];
}

/** What of a file matters to launches. */
export interface CarriedFile {
  readonly processes: readonly ManifestProcess[];
  readonly services: readonly ClusterService[];
  readonly claims: readonly VolumeClaim[];
}
