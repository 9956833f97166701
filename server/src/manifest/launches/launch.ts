import type { MappedText } from '../../text/mapped-text';
import type { TextRange } from '../../text/text-range';
import type { TreeMap, TreeNode } from '../../yaml/yaml-tree';
import type { Carrier, Environment } from '../carriers/process';
import type { LaunchDialect } from '../dialects/dialects';
import type { Fact } from '../fact';

/** The pool that a process belongs to; `both` where one process, or one document, stands for the two. */
export type Role = 'attention' | 'ffn' | 'both';

/** A value that only a run decides: what stands for it, and where. */
export interface Unresolved {
  readonly unresolved: string;
  readonly range: TextRange;
}

/** What a launch says about something: a fact, or that only a run decides it; undefined where it says nothing. */
export type Stated<T> = Fact<T> | Unresolved | undefined;

/** The fact, where it is one. */
export function known<T>(stated: Stated<T>): Fact<T> | undefined {
  return stated && 'value' in stated ? stated : undefined;
}

/** The value of the fact, where it is one. */
export function knownValue<T>(stated: Stated<T>): T | undefined {
  return known(stated)?.value;
}

/** One option of a launch. Names are long and have dashes, whatever spelling the launch uses. */
export interface LaunchOption {
  readonly name: string;
  readonly nameRange: TextRange;
  /** The value as text; undefined for a flag without one. */
  readonly value: MappedText | undefined;
  /** The value as a tree: JSON, a map of options, or what dotted flags add up to. */
  readonly tree: TreeNode | undefined;
}

/** The options of a launch by name; of one given twice the last. */
export type LaunchOptions = ReadonlyMap<string, LaunchOption>;

/** One process of an AFD deployment, as its launch states it. Ranges are offsets into the file. */
export interface Launch {
  readonly dialect: LaunchDialect;
  /** Absolute path of the file, where it is another one than the file that is analysed. */
  readonly file: string | undefined;
  readonly carrier: Carrier;
  readonly environment: Environment;
  /** Where something that the launch does not say is reported: its program, or the AFD option. */
  readonly site: TextRange;
  readonly options: LaunchOptions;
  /** What may hold further options, such as `"$@"`: then nobody knows that an option is absent. */
  readonly open: Unresolved | undefined;
  /** The object with the AFD settings, where the dialect has one. */
  readonly settings: TreeMap | undefined;
  /** What is wrong with the text of the settings: no JSON, not an object, equal keys. */
  readonly problems: readonly LaunchProblem[];

  readonly role: Stated<Exclude<Role, 'both'>>;
  /** The pool it belongs to, by its flags or, failing that, by its name. */
  readonly pool: Role | undefined;
  readonly connector: Stated<string>;
  readonly host: Stated<string>;
  readonly port: Stated<number>;
  /** Accelerators of each pool, as this process counts them. */
  readonly attentionRanks: Stated<number>;
  readonly ffnRanks: Stated<number>;
  /** Sizes of this process's own pool, with the engine's defaults. */
  readonly dataParallel: Stated<number>;
  readonly tensorParallel: Stated<number>;
  readonly prefillContextParallel: Stated<number>;
  readonly maxNumSeqs: Stated<number>;
  readonly maxNumBatchedTokens: Stated<number>;
  /** Microbatches in flight, with the engine's default. */
  readonly microbatches: Stated<number>;
  readonly model: Stated<string>;
  /** The order in which waiting requests are admitted, with the engine's default. */
  readonly schedulingPolicy: Stated<string>;
}

/** Something wrong with the text of the settings of a launch. */
export interface LaunchProblem {
  readonly message: string;
  readonly range: TextRange;
  /** True where the engine can read the settings nevertheless. */
  readonly readable?: true;
}

/** What a launch states of its deployment, each as `Stated`. */
export const factNames = [
  'role',
  'connector',
  'host',
  'port',
  'attentionRanks',
  'ffnRanks',
  'dataParallel',
  'tensorParallel',
  'prefillContextParallel',
  'maxNumSeqs',
  'maxNumBatchedTokens',
  'microbatches',
  'model',
  'schedulingPolicy',
] as const satisfies readonly (keyof Launch)[];
