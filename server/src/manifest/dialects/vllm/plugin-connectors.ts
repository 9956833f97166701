import { type Connector, connectorTable } from '../connector';
import { settingTable } from '../setting-table';
import { oneOf, positiveNumber, trueOrFalse, whole } from '../setting-values';

/** The connectors of the AFD plugin: first those of its releases. */
export const pluginConnectorList: readonly Connector[] = [
  {
    name: 'P2pNcclAFDConnector',
    formerly: ['p2pconnector', 'P2pNcclConnector'],
    platform: 'CUDA',
    meetsAt: 'ffn',
    pools: 'in blocks',
    limits: (generation) => ({
      attentionAtLeastFfn: true,
      attentionMultipleOfFfn: generation === 'servers' || generation === 'ranks-divisible',
      wholeWorkersPerFfn: true,
    }),
    graphs: 'of decode steps',
    settings: settingTable([]),
  },
  {
    name: 'CAMP2pAFDConnector',
    formerly: ['camp2pconnector', 'CAMP2pConnector'],
    meetsAt: 'ffn',
    pools: 'balanced',
    // Other counts run too, but only multiples are the balanced mapping that its documentation asks for.
    limits: () => ({ attentionAtLeastFfn: true, attentionMultipleOfFfn: true }),
    gateOnAttention: false,
    graphs: 'whole in the second model runner',
    ffnTokens: { mustBe: 'their share', severity: 'warning' },
    capturesFfnBatch: true,
    // A benchmark over this connector gives both roles a transfer.
    transfersKvOnFfn: true,
    settings: settingTable([
      { name: 'core_num', takes: positiveNumber },
      { name: 'attn_core_num', takes: positiveNumber },
      { name: 'ffn_core_num', takes: positiveNumber },
      { name: 'compute_gate_on_attention', takes: trueOrFalse },
      { name: 'quant_mode', takes: oneOf('0') },
    ]),
  },
  {
    name: 'CAMAsyncAFDConnector',
    formerly: ['afdasyncconnector', 'CAMAsyncConnector'],
    meetsAt: 'attention',
    isAsynchronous: true,
    limits: () => ({}),
    ffnTokens: { mustBe: 'equal', severity: 'error' },
    settings: settingTable([
      { name: 'dynamicQuant', takes: oneOf('0', '1') },
      { name: 'attn_ranks_per_dp', takes: positiveNumber },
      { name: 'async_moe_ubatching', takes: trueOrFalse },
      { name: 'async_moe_num_ubatches', takes: whole('2', 2, 2) },
      { name: 'async_moe_split', takes: oneOf('request') },
    ]),
  },
  {
    name: 'P2pHcclAFDConnector',
    isUnreleased: true,
    pools: 'nested',
    gateOnAttention: false,
    graphs: 'whole in the second model runner',
    ffnTokens: { mustBe: 'their share', severity: 'error' },
    settings: settingTable([]),
  },
  {
    name: 'WindowAFDConnector',
    isUnreleased: true,
    pools: 'two FFN ranks',
    isOneRankPerReplica: true,
    gateOnAttention: true,
    microbatchSetting: 'micro_batch_num',
    hasSharedExpertApart: true,
  },
  { name: 'GpuAsyncAFDConnector', isUnreleased: true, gateOnAttention: true },
];

/** What the AFD plugin exchanges hidden states by. */
export const pluginConnectors = connectorTable(pluginConnectorList, {
  renamedSince: '2026-07-13',
  settingsKey: 'connector_extra_config',
});
