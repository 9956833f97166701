import type { TextRange } from '../text/text-range';
import type { TreeNode } from '../yaml/yaml-tree';
import type { LaunchDialect } from './dialects/dialects';
import type { Fact } from './fact';
import type { HardwareFacts } from './hardware-facts';
import type { Launch } from './launches/launch';
import type { KnownGeneration } from './launches/plugin-generation';
import type { SchedulerFacts } from './scheduler-facts';

/** What one count of a pool is called in the manifest. */
export type PoolUnit = 'worker' | 'rank' | 'node';

/** Another place that states the size of a pool and changes with it: its value times `factor` is the number of workers. */
export interface SizeCopy {
  readonly fact: Fact<number>;
  readonly factor: number;
}

/** One pool: how many workers, and the scalar an edit would change. */
export interface Pool {
  readonly workers: number;
  readonly unit: PoolUnit;
  /** The scalar whose value times `factor` is `workers`. */
  readonly size: Fact<number>;
  readonly sizeKey: string;
  readonly factor: number;
  /** Other places that must keep saying the same. */
  readonly copies: readonly SizeCopy[];
  /** Why an edit of the scalar is not offered (a number in an unusual notation); undefined when it is. */
  readonly notEditable: string | undefined;
}

export interface TraceReference {
  readonly path: Fact<string>;
  readonly columns: { readonly prefill: string; readonly decode: string } | undefined;
}

/** The workload as the manifest states it. */
export interface WorkloadFacts {
  readonly keyRange: TextRange;
  readonly trace: TraceReference | undefined;
  /** The `statistics` block as data, for the workload reader, with the tree that locates its keys. */
  readonly statistics:
    | {
        readonly data: Readonly<Record<string, unknown>>;
        /** Undefined when it is not written in the manifest. */
        readonly node: TreeNode | undefined;
        readonly keyRange: TextRange;
        readonly setIn?: string | undefined;
      }
    | undefined;
  readonly horizonRequests: Fact<number> | undefined;
  /** Mean tokens of a prompt that are found in a prefix cache; undefined where the manifest does not say. */
  readonly prefixTokens: Fact<number> | undefined;
  /** Requests per second that reach the deployment; undefined where the trace may say. */
  readonly requestRate: Fact<number> | undefined;
}

/** A fact the analysis needs and the manifest does not give in a usable way. */
export interface MissingFact {
  readonly message: string;
  readonly range: TextRange;
  /** True when a template expression stands there: known only after rendering. */
  readonly templated: boolean;
}

/** Which pool sizes an engine accepts, and how it shares out the work. */
export interface Topology {
  /** What sets these limits, as it stands in a sentence: `` the connector `P2pNcclAFDConnector` ``. */
  readonly by: string;
  readonly attentionAtLeastFfn: boolean;
  readonly attentionAtMostFfn: boolean;
  readonly attentionMultipleOfFfn: boolean;
  /** A number that the count of FFN workers must divide, like that of the routed experts. */
  readonly ffnDivides: number | undefined;
  /** True where an FFN worker serves whole attention workers: of x over y the slowest serves ceil(x/y). */
  readonly wholeWorkersPerFfn: boolean;
}

/** What to say where a fact is missing altogether; sentences without their full stop. */
export interface WhenMissing {
  readonly batchSize: string;
  readonly workload: string;
  readonly latencyProfile: string;
}

/** Facts of one AFD deployment, whatever dialect stated them. */
export interface Deployment {
  readonly dialect: 'native' | LaunchDialect;
  readonly name: string | undefined;
  /** Where a lens on the deployment goes. */
  readonly lensRange: TextRange;
  /** Where a fact that is missing altogether is reported: the key it would stand under. */
  readonly factsRange: TextRange;
  readonly model: Fact<string> | undefined;
  readonly latencyProfile: Fact<string> | undefined;
  readonly workload: WorkloadFacts | undefined;
  readonly attention: Pool | undefined;
  readonly ffn: Pool | undefined;
  readonly batchSize: Fact<number> | undefined;
  readonly microbatches: Fact<number> | undefined;
  /** Longest acceptable time per output token, in seconds. */
  readonly tpotSeconds: Fact<number> | undefined;
  /** Longest acceptable time to first token, in seconds. */
  readonly ttftSeconds: Fact<number> | undefined;
  readonly hardware: HardwareFacts;
  readonly scheduler: SchedulerFacts;
  readonly missing: readonly MissingFact[];
  readonly whenMissing: WhenMissing;
  /** Undefined where the engine is not known to have limits. */
  readonly topology: Topology | undefined;
  /** Numbers of microbatches that the engine can run; undefined where it is not known to have limits. */
  readonly microbatchChoices: readonly number[] | undefined;
  /** The processes that state it; empty in the native manifest. */
  readonly launches: readonly Launch[];
  /** Which build of the AFD plugin the launches are for; undefined for other engines. */
  readonly plugin?: KnownGeneration | undefined;
  /** Facts that the manifest does not write at all, which its project may give. */
  readonly unwritten: ReadonlySet<'workload' | 'latencyProfile'>;
}
