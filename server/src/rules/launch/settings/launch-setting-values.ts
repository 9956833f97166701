import { truth } from '../../../manifest/launches/stated';
import { quote } from '../../../text/format';
import type { TreeNode, TreeScalar } from '../../../yaml/yaml-tree';

/** What a setting may be: the rest of `… must be`, and whether a value that is known before a run is that. */
export interface SettingValue {
  readonly mustBe: string;
  readonly accepts: (node: TreeNode) => boolean;
  /** The words that may stand here, where there are but a few. */
  readonly words?: readonly string[];
}

/** Whole numbers as Python takes them: also as text, but neither `4.0` nor `true`. */
function wholeNumber({ value, source }: TreeScalar): number | undefined {
  const text = typeof value === 'number' ? source : value;
  return typeof text === 'string' && /^\s*[-+]?\d+\s*$/.test(text) ? Number(text) : undefined;
}

function whole(mustBe: string, low: number, high: number = Number.MAX_SAFE_INTEGER): SettingValue {
  return {
    mustBe,
    accepts: (node) => {
      const number = node.kind === 'scalar' ? wholeNumber(node) : undefined;
      return number !== undefined && low <= number && number <= high;
    },
  };
}

function oneOf(...words: readonly string[]): SettingValue {
  return {
    mustBe: words.length === 1 ? quote(words[0]!) : `one of ${words.map(quote).join(', ')}`,
    accepts: (node) => node.kind === 'scalar' && words.includes(String(node.value)),
    words,
  };
}

const positive = whole('a whole number of at least 1', 1);
const port = whole('a whole number from 1 to 65535', 1, 65_535);
const boolean: SettingValue = {
  mustBe: '`true` or `false`',
  accepts: (node) => node.kind === 'scalar' && truth(node.value) !== undefined,
};
const host: SettingValue = {
  mustBe: 'a name or an address',
  accepts: (node) => node.kind === 'scalar' && typeof node.value === 'string' && node.value.trim() !== '',
};
const object: SettingValue = { mustBe: 'an object', accepts: ({ kind }) => kind === 'map' };

/** The connectors of the AFD plugin's releases. */
export const connectors = ['P2pNcclAFDConnector', 'CAMP2pAFDConnector', 'CAMAsyncAFDConnector'] as const;

/** Those that only branches have; what is said of them is milder. */
export const branchConnectors = ['P2pHcclAFDConnector', 'WindowAFDConnector', 'GpuAsyncAFDConnector'] as const;

/** What the AFD plugin takes for each setting, by its name of today. */
export const pluginValues: ReadonlyMap<string, SettingValue> = new Map([
  ['role', oneOf('attention', 'ffn')],
  ['connector', connectorValue([...connectors, ...branchConnectors])],
  ['host', host],
  ['port', port],
  ['num_attention_ranks', positive],
  ['num_ffn_ranks', positive],
  ['num_attention_servers', positive],
  ['num_ffn_servers', positive],
  ['compute_gate_on_attention', boolean],
  ['async_dp', boolean],
  ['connector_extra_config', object],
]);

/** The message names those of the releases only. */
function connectorValue(words: readonly string[]): SettingValue {
  return { ...oneOf(...words), mustBe: `one of ${connectors.map(quote).join(', ')}` };
}

/** What the connectors take for their own settings. */
export const extraValues: ReadonlyMap<string, ReadonlyMap<string, SettingValue>> = new Map([
  [
    'CAMP2pAFDConnector',
    new Map([
      ['core_num', positive],
      ['attn_core_num', positive],
      ['ffn_core_num', positive],
      ['compute_gate_on_attention', boolean],
      ['quant_mode', oneOf('0')],
    ]),
  ],
  [
    'CAMAsyncAFDConnector',
    new Map([
      ['dynamicQuant', oneOf('0', '1')],
      ['attn_ranks_per_dp', positive],
      ['async_moe_ubatching', boolean],
      ['async_moe_num_ubatches', whole('2', 2, 2)],
      ['async_moe_split', oneOf('request')],
    ]),
  ],
]);

/** What vLLM's own `--afd-config` takes. */
export const inTreeValues: ReadonlyMap<string, SettingValue> = new Map([
  ['afd_role', oneOf('attention', 'ffn')],
  ['afd_port', port],
  ['afd_host', host],
  ['num_afd_stages', positive],
  ['num_attention_servers', positive],
  ['num_ffn_servers', positive],
]);

/** What SGLang takes; which numbers of stages and lanes it runs is the matter of another rule. */
export const sglangValues: ReadonlyMap<string, SettingValue> = new Map([
  ['stages', positive],
  ['lanes', positive],
  ['rendezvous_host', host],
  ['rendezvous_port', port],
  ['rendezvous_timeout_seconds', whole('a whole number from 1 to 7200', 1, 7200)],
  ['idle_timeout_seconds', whole('a whole number from 300 to 604800', 300, 604_800)],
  ['close_timeout_seconds', whole('a whole number from 1 to 300', 1, 300)],
  ['nccl_num_channels', whole('a whole number from 1 to 32', 1, 32)],
]);
