import { quote } from '../../../text/format';
import { settingTable } from '../setting-table';
import {
  anyObject,
  hostName,
  oneOf,
  portNumber,
  positiveNumber,
  type SettingValue,
  trueOrFalse,
} from '../setting-values';
import { pluginConnectorList } from './plugin-connectors';

/** Settings that vLLM had before the plugin too, and that mean the same there. */
export const commonSettings = {
  role: 'Which pool this process belongs to: `attention` or `ffn`. Default `attention`.',
  port: 'The port at `host`, the same in all processes. Default 1239.',
} as const;

/** What the AFD plugin takes below `afd` in `--additional-config`, and what its builds of old took. */
export const pluginSettings = settingTable([
  { name: 'role', aliases: ['afd_role'], takes: oneOf('attention', 'ffn'), says: commonSettings.role },
  {
    name: 'connector',
    aliases: ['afd_connector'],
    takes: connectorValue(),
    says: 'How the pools exchange hidden states. Its rules decide which counts run. Default `P2pNcclAFDConnector`.',
  },
  {
    name: 'host',
    aliases: ['afd_host'],
    takes: hostName,
    says: 'Where the pools meet: the node of FFN rank 0, for `CAMAsyncAFDConnector` that of attention rank 0. Default `127.0.0.1`.',
  },
  { name: 'port', aliases: ['afd_port'], takes: portNumber, says: commonSettings.port },
  {
    name: 'num_attention_ranks',
    since: '2026-07-03',
    takes: positiveNumber,
    says: 'Accelerators of the attention pool: data × prefill context × tensor parallel size. Both pools state it.',
  },
  {
    name: 'num_ffn_ranks',
    since: '2026-07-03',
    takes: positiveNumber,
    says: 'Accelerators of the FFN pool: data × prefill context × tensor parallel size. Both pools state it.',
  },
  {
    name: 'compute_gate_on_attention',
    takes: trueOrFalse,
    says: 'Whether attention ranks compute the gate that routes tokens to experts. Default `false`.',
  },
  {
    name: 'async_dp',
    aliases: ['async'],
    takes: trueOrFalse,
    says: 'Lets the pools run asynchronously; with `CAMAsyncAFDConnector` only. Default `false`.',
  },
  {
    name: 'connector_extra_config',
    since: '2026-07-17',
    takes: anyObject,
    says: 'Settings of the connector; each connector has its own, `P2pNcclAFDConnector` none.',
  },
  {
    name: 'afd_process_group_timeout_s',
    says: 'Seconds that processes wait for each other at the start. Default 120.',
  },
  { name: 'num_attention_servers', until: '2026-07-03', renamedTo: 'num_attention_ranks', takes: positiveNumber },
  { name: 'num_ffn_servers', until: '2026-07-03', renamedTo: 'num_ffn_ranks', takes: positiveNumber },
  { name: 'afd_server_rank', until: '2026-07-03' },
  { name: 'num_afd_stages', until: '2026-07-03' },
  { name: 'enabled', until: '2026-07-17' },
  { name: 'extra_config', until: '2026-07-17', renamedTo: 'connector_extra_config' },
  { name: 'afd_extra_config', until: '2026-07-17', renamedTo: 'connector_extra_config' },
  { name: 'afd_role_rank', until: '2026-08-04' },
]);

/** Those that only branches have are taken too, but only those of the releases are named. */
function connectorValue(): SettingValue {
  const released = pluginConnectorList.filter(({ isUnreleased }) => !isUnreleased);
  return {
    ...oneOf(...pluginConnectorList.map(({ name }) => name)),
    mustBe: `one of ${released.map(({ name }) => quote(name)).join(', ')}`,
  };
}
