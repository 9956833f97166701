import type { TreeMap } from '../../yaml/yaml-tree';
import type { Pool, Topology } from '../deployment';
import { known, type Launch } from '../launches/launch';
import type { PluginGeneration } from '../launches/plugin-generation';
import type { ProgramCall } from '../launches/program-call';
import type { ConnectorTable } from './connector';
import type { InStep } from './in-step';
import type { DialectLimits } from './limit';
import type { SettingTable } from './setting-table';

/** Picks out of what one process starts the launches of its dialect. */
export type DialectReader = (calls: readonly ProgramCall[]) => readonly Launch[];

/** Both pools, as far as they are known. */
export interface LaunchedPools {
  readonly attention: Pool | undefined;
  readonly ffn: Pool | undefined;
}

/**
 * Everything that is known of one way to tell an engine about attention-FFN disaggregation. What must be given is needed to
 * read its launches at all; what is optional and left out is not known, and nothing is said about it.
 */
export interface Dialect {
  /** What runs a launch or refuses it, as it stands in a sentence: `SGLang`, `the AFD plugin`. */
  readonly engine: string;
  /** Marks of its launches: a text is looked at where it has all of one row. Each row is rare in other YAML and scripts. */
  readonly marks: readonly (readonly RegExp[])[];
  readonly read: DialectReader;
  /** Options, by their long names, that switch AFD on or hold its settings: what no launch says is reported at the first. */
  readonly switches: readonly string[];
  /** What sets the size of each pool, for notes that nothing known does. */
  readonly poolSizeWords: { readonly attention: string; readonly ffn: string };
  /** The option or key that limits the requests of an attention launch, and what it is; undefined where there is none. */
  readonly requests: RequestLimit | undefined;

  /** A file of nothing but options that starts such a launch: what it is called, and whether these keys are one. */
  readonly optionFile?: { readonly kind: string; readonly isOne: (keys: TreeMap) => boolean };
  /** Both pools of a deployment whose launch counts something else than ranks. */
  readonly pools?: (launch: Launch) => LaunchedPools;
  /** Why a deployment is not evaluated whose attention workers have several accelerators, and the key that says so. */
  readonly unlikeWorkers?: { readonly key: string; readonly why: string };
  /** Which pools the engine accepts; undefined where no limit is known of these launches. */
  readonly topology?: (group: readonly Launch[], generation: PluginGeneration) => Topology | undefined;
  /** What changes with the size of a pool; without it, pools are not edited. */
  readonly inStep?: (launch: Launch, pool: 'attention' | 'ffn', workers: number) => InStep;
  /** What a launch states of both pools, so that the launches of the other pool must state the same. */
  readonly statedAlike?: (launch: Launch) => BothRanks;
  /** The settings that count the ranks of each pool, where those are the product of the pool's parallel sizes. */
  readonly rankSettings?: RankSettings;
  /** Numbers of microbatches that the engine can run. */
  readonly microbatchChoices?: readonly number[];
  readonly overlap?: Overlap;

  /** The settings in the object that its launches hold. */
  readonly settings?: SettingTable;
  /** True where builds of the engine may have settings that nobody lists, so that what is said of them is milder. */
  readonly hasUnlistedSettings?: true;
  /** The setting that says whether attention ranks compute the gate; without it they do not. */
  readonly gateSetting?: string;
  readonly connectors?: ConnectorTable;
  readonly asynchronousMode?: AsynchronousMode;
  /** What holds of the AFD plugin alone, whose builds differ in what they take. */
  readonly plugin?: { readonly choosesWorkersSince: string };

  /** Whether a launch certainly shares its experts out evenly, without copies that even it out. */
  readonly sharesExperts?: (launch: Launch) => boolean;
  /** The option, without dashes, and its word that admit requests by a priority that each carries, the lowest first. */
  readonly byPriority?: { readonly option: string; readonly value: string };
  /** The option, without dashes, that transfers a KV cache. */
  readonly kvTransferOption?: string;
  /** The variable that chooses between the model runners. */
  readonly modelRunnerVariable?: string;
  /** The port of its HTTP server where the launch gives none; `unknown` where nobody says what sets it. */
  readonly httpPort?: number | 'unknown';
  /** True where processes find each other by their host before they are ready, so that a Service in between must be headless. */
  readonly needsHeadlessService?: true;
  /** What else the engine refuses in its launches. */
  readonly limits?: DialectLimits;
}

/** The sizes of both pools in ranks, as a launch states them. */
export type BothRanks = Pick<Launch, 'attentionRanks' | 'ffnRanks'>;

/** What limits the requests of an attention launch. */
export interface RequestLimit {
  readonly option: string;
  /** What it is, as the rest of `… is missing`. */
  readonly is: string;
}

/** What most engines' limit on requests is. */
export const mostRunning = ' in the attention launch: the most requests that run at a time';

/** The settings that count ranks. */
export interface RankSettings {
  readonly attention: string;
  readonly ffn: string;
  /** Those of old by which a process was told its rank, so that its parallel sizes say nothing. */
  readonly byHand: readonly string[];
}

/** Dual-batch overlap: a flag that splits each batch in two, and what goes with it. */
export interface Overlap {
  /** The flag, without dashes. */
  readonly option: string;
  /** The option, without dashes, that may give another number of microbatches, which the engine does not run. */
  readonly sizeOption?: string;
  /** The setting that counts microbatches, and has no effect beside the flag. */
  readonly overrides?: string;
}

/** What it takes to run the pools asynchronously. */
export interface AsynchronousMode {
  /** The setting that switches it on, by each of its names. */
  readonly setting: readonly [string, ...string[]];
  /** The connector that needs it. */
  readonly connector: string;
  /** Other connectors that may be switched so. */
  readonly others: readonly string[];
  /** The setting that splits batches where dual-batch overlap does not run. */
  readonly microbatching: string;
}

/** Whether a file of options has a key that only such a file has, and is no object of Kubernetes. */
export function hasOwnKey(key: RegExp): (keys: TreeMap) => boolean {
  return ({ entries }) =>
    entries.some((entry) => key.test(entry.key)) && !entries.some((entry) => entry.key === 'apiVersion');
}

/** The sizes of both pools as far as a launch writes them out; what follows from something else concerns its own pool only. */
export function writtenRanks({ attentionRanks, ffnRanks }: BothRanks): BothRanks {
  const ifWritten = (ranks: Launch['ffnRanks']): Launch['ffnRanks'] =>
    known(ranks)?.literal === false ? undefined : ranks;
  return { attentionRanks: ifWritten(attentionRanks), ffnRanks: ifWritten(ffnRanks) };
}
