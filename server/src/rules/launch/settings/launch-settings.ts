import { currentConnector } from '../../../manifest/launches/connectors';
import type { Launch, LaunchDialect } from '../../../manifest/launches/launch';
import { known } from '../../../manifest/launches/launch';
import { settingPlace } from '../../../manifest/launches/settings';
import { unknownCharacter } from '../../../text/mapped-text';
import { ownKey, type TreeEntry, type TreeMap } from '../../../yaml/yaml-tree';

/** Other spellings of the AFD plugin's settings that it takes to this day. */
export const settingAliases: ReadonlyMap<string, string> = new Map([
  ['afd_role', 'role'],
  ['afd_connector', 'connector'],
  ['afd_host', 'host'],
  ['afd_port', 'port'],
  ['async', 'async_dp'],
]);

/** A setting that the AFD plugin once had. */
export interface FormerSetting {
  /** The day of the first build that refuses it. */
  readonly until: string;
  /** What to write instead; undefined for one that has no successor. */
  readonly now: string | undefined;
}

/** The settings that the AFD plugin once had, by their names. */
export const formerSettings: ReadonlyMap<string, FormerSetting> = new Map([
  ['num_attention_servers', { until: '2026-07-03', now: 'num_attention_ranks' }],
  ['num_ffn_servers', { until: '2026-07-03', now: 'num_ffn_ranks' }],
  ['afd_server_rank', { until: '2026-07-03', now: undefined }],
  ['num_afd_stages', { until: '2026-07-03', now: undefined }],
  ['enabled', { until: '2026-07-17', now: undefined }],
  ['extra_config', { until: '2026-07-17', now: 'connector_extra_config' }],
  ['afd_extra_config', { until: '2026-07-17', now: 'connector_extra_config' }],
  ['afd_role_rank', { until: '2026-08-04', now: undefined }],
]);

const pluginSettings = [
  'role',
  'connector',
  'host',
  'port',
  'num_attention_ranks',
  'num_ffn_ranks',
  'compute_gate_on_attention',
  'async_dp',
  'connector_extra_config',
  'afd_process_group_timeout_s',
];

const inTreeSettings = [
  'afd_connector',
  'afd_role',
  'afd_port',
  'afd_host',
  'num_afd_stages',
  'num_attention_servers',
  'num_ffn_servers',
  'afd_server_rank',
  'afd_extra_config',
  'compute_gate_on_attention',
  'multistream_info',
  'quant_mode',
];

const sglangSettings = [
  'stages',
  'lanes',
  'attention_lanes',
  'attention_backend',
  'max_hbm_bytes',
  'rendezvous_host',
  'rendezvous_port',
  'rendezvous_timeout_seconds',
  'idle_timeout_seconds',
  'close_timeout_seconds',
  'nccl_num_channels',
];

/** The names of the settings that a dialect knows today; undefined where its settings are not known. */
export function knownSettings(dialect: LaunchDialect): readonly string[] | undefined {
  switch (dialect) {
    case 'vllm-afd-plugin':
      return pluginSettings;
    case 'vllm-afd-config':
      return inTreeSettings;
    case 'sglang-afd':
      return sglangSettings;
    default:
      return undefined;
  }
}

/** The settings of one connector alone, which stand under `connector_extra_config`; of connectors that check them. */
export const extraSettings: ReadonlyMap<string, readonly string[]> = new Map([
  ['P2pNcclAFDConnector', []],
  ['CAMP2pAFDConnector', ['core_num', 'attn_core_num', 'ffn_core_num', 'compute_gate_on_attention', 'quant_mode']],
  [
    'CAMAsyncAFDConnector',
    ['dynamicQuant', 'attn_ranks_per_dp', 'async_moe_ubatching', 'async_moe_num_ubatches', 'async_moe_split'],
  ],
]);

/** The connector of a launch by its name of today. */
export function connectorNow({ connector }: Launch): string | undefined {
  const fact = known(connector);
  return fact && currentConnector(fact.value);
}

/** Whether the settings of a launch are a text that its engine can read at all. */
export function isReadable({ problems }: Launch): boolean {
  return problems.every(({ readable }) => readable === true);
}

/**
 * Whether the settings of a launch are all known by name. Else one may be meant that seems not to be given, and nothing is
 * said about its default.
 */
export function knowsItsSettings({ dialect, settings }: Launch): boolean {
  const names = [...(knownSettings(dialect) ?? []), ...settingAliases.keys(), ...formerSettings.keys()];
  return (settings?.entries ?? []).every(({ key }) => names.includes(key));
}

/** The map of a connector's own settings. */
export function extraSettingsOf({ settings }: Launch): TreeMap | undefined {
  const node = settingPlace(settings, ['connector_extra_config'])?.node;
  return node?.kind === 'map' ? node : undefined;
}

/** The entries that this map writes itself under names that are known before a run. */
export function writtenEntries(map: TreeMap | undefined): readonly TreeEntry[] {
  return (map?.entries ?? []).filter((entry) => ownKey(entry) && !entry.key.includes(unknownCharacter));
}
