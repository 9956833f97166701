import { settingTable } from '../setting-table';
import { hostName, oneOf, portNumber, positiveNumber } from '../setting-values';
import { commonSettings } from './plugin-settings';

/** What vLLM's own `--afd-config` takes. */
export const configSettings = settingTable([
  { name: 'afd_connector', says: 'How the pools exchange hidden states. Default `dummy`.' },
  { name: 'afd_role', takes: oneOf('attention', 'ffn'), says: commonSettings.role },
  { name: 'afd_port', takes: portNumber, says: commonSettings.port },
  { name: 'afd_host', takes: hostName, says: 'Where the pools meet.' },
  {
    name: 'num_afd_stages',
    takes: positiveNumber,
    says: 'Microbatches that a batch is split into. Default 3; with `--enable-dbo` ignored.',
  },
  {
    name: 'num_attention_servers',
    takes: positiveNumber,
    says: 'Attention servers; `afd_size` in `afd_extra_config` counts ranks.',
  },
  {
    name: 'num_ffn_servers',
    takes: positiveNumber,
    says: 'FFN servers; `afd_size` in `afd_extra_config` counts ranks.',
  },
  { name: 'afd_server_rank' },
  {
    name: 'afd_extra_config',
    says: 'Settings of the connector, such as `afd_size`: attention and FFN ranks, like `2A2F`.',
  },
  { name: 'compute_gate_on_attention' },
  { name: 'multistream_info' },
  { name: 'quant_mode' },
]);
