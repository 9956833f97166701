import { knownValue, type Launch } from '../launches/launch';
import type { PluginGeneration } from '../launches/plugin-generation';
import type { TopologyLimits } from './pool-limits';
import type { SettingTable } from './setting-table';

/**
 * How two pools exchange hidden states. What is left out is not known of it, and nothing is said about it.
 */
export interface Connector {
  readonly name: string;
  /** Other names of it, which launches may still have. */
  readonly formerly?: readonly string[];
  /** True where it is in no release, only in some branch: what is said of it is milder. */
  readonly isUnreleased?: true;
  /** The pool whose rank 0 listens for all others. */
  readonly meetsAt?: 'attention' | 'ffn';
  /** True where the pools run without the common cycle that the model describes. */
  readonly isAsynchronous?: true;
  /** Which pools it accepts, as far as the search for the best ones needs it. */
  readonly limits?: (generation: PluginGeneration) => TopologyLimits;
  /**
   * What its pools must be like: `in blocks` at least as many attention ranks, shared out in blocks that differ by one at
   * most; `balanced` at least as many, and best a multiple; `nested` one a multiple of the other; `two FFN ranks` at least;
   * `pairs` as many of both.
   */
  readonly pools?: 'in blocks' | 'balanced' | 'nested' | 'two FFN ranks' | 'pairs';
  /** Where the demand on its pools is from, as it stands in a sentence, if not from the connector of that name. */
  readonly source?: string;
  /** True where each replica of data parallel is one rank. */
  readonly isOneRankPerReplica?: true;
  /** Its own settings; a table without any for one that takes none. */
  readonly settings?: SettingTable;
  /** Where the gate must be computed: whether on attention ranks. */
  readonly gateOnAttention?: boolean;
  /** The accelerators that it runs on, where it is of one maker. */
  readonly platform?: 'CUDA';
  /** Graphs that its processes can replay: of decode steps, or whole ones too where the second model runner is used. */
  readonly graphs?: 'of decode steps' | 'whole in the second model runner';
  /** Its own setting that must agree with the number of microbatches. */
  readonly microbatchSetting?: string;
  /** How the token limit of FFN launches follows from that of attention launches, and how bad it is where it does not. */
  readonly ffnTokens?: { readonly mustBe: 'equal' | 'their share'; readonly severity: 'error' | 'warning' };
  /** True where graphs of FFN launches must be captured at exactly the FFN batch. */
  readonly capturesFfnBatch?: true;
  /** True where the first FFN rank has the shared expert and none of the routed ones. */
  readonly hasSharedExpertApart?: true;
  /** True where FFN launches are given a KV transfer on purpose. */
  readonly transfersKvOnFfn?: true;
}

/** The connectors of a dialect, and what is known of all of them. */
export interface ConnectorTable {
  readonly byName: ReadonlyMap<string, Connector>;
  /** What a connector is called today, by each name it once had. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The day of the first build that knows them by their names of today only. */
  readonly renamedSince?: string | undefined;
  /** The key of the settings under which those of the connector stand. */
  readonly settingsKey?: string | undefined;
  /** True where others than those with a known meeting place do not meet at the host of a launch. */
  readonly othersMeetElsewhere?: boolean | undefined;
}

/** A table of these connectors. */
export function connectorTable(
  connectors: readonly Connector[],
  more: Pick<ConnectorTable, 'renamedSince' | 'settingsKey' | 'othersMeetElsewhere'>,
): ConnectorTable {
  return {
    ...more,
    byName: new Map(connectors.map((connector) => [connector.name, connector])),
    renamed: new Map(
      connectors.flatMap(({ name, formerly = [] }) => formerly.map((former) => [former, name] as const)),
    ),
  };
}

/** The connector that launches of one deployment name, as the first of them writes it. */
export function connectorNamed(group: readonly Launch[]): string | undefined {
  return group.map(({ connector }) => knownValue(connector)).find((connector) => connector !== undefined);
}

/** What a connector of the table is called today, by any name it ever had. */
export function currentName({ renamed }: ConnectorTable, name: string): string {
  return renamed.get(name) ?? name;
}
