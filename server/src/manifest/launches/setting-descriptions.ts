import type { LaunchDialect } from './launch';

const plugin: Readonly<Record<string, string>> = {
  role: 'Which pool this process belongs to: `attention` or `ffn`. Default `attention`.',
  connector: 'How the pools exchange hidden states. Its rules decide which counts run. Default `P2pNcclAFDConnector`.',
  host: 'Where the pools meet: the node of FFN rank 0, for `CAMAsyncAFDConnector` that of attention rank 0. Default `127.0.0.1`.',
  port: 'The port at `host`, the same in all processes. Default 1239.',
  num_attention_ranks:
    'Accelerators of the attention pool: data × prefill context × tensor parallel size. Both pools state it.',
  num_ffn_ranks: 'Accelerators of the FFN pool: data × prefill context × tensor parallel size. Both pools state it.',
  compute_gate_on_attention: 'Whether attention ranks compute the gate that routes tokens to experts. Default `false`.',
  async_dp: 'Lets the pools run asynchronously; with `CAMAsyncAFDConnector` only. Default `false`.',
  connector_extra_config: 'Settings of the connector; each connector has its own, `P2pNcclAFDConnector` none.',
  afd_process_group_timeout_s: 'Seconds that processes wait for each other at the start. Default 120.',
};

const inTree: Readonly<Record<string, string>> = {
  afd_role: plugin.role!,
  afd_connector: 'How the pools exchange hidden states. Default `dummy`.',
  afd_host: 'Where the pools meet.',
  afd_port: plugin.port!,
  num_afd_stages: 'Microbatches that a batch is split into. Default 3; with `--enable-dbo` ignored.',
  num_attention_servers: 'Attention servers; `afd_size` in `afd_extra_config` counts ranks.',
  num_ffn_servers: 'FFN servers; `afd_size` in `afd_extra_config` counts ranks.',
  afd_extra_config: 'Settings of the connector, such as `afd_size`: attention and FFN ranks, like `2A2F`.',
};

const sglang: Readonly<Record<string, string>> = {
  stages: 'Microbatches in flight; must be 2.',
  lanes: 'Ranks of each pool: 1, 2, 4, 8, 16 or 32.',
  attention_lanes: 'Ranks of the attention pool, where they are not `lanes`.',
  rendezvous_host: 'Where the pools meet. Default `127.0.0.1`.',
  rendezvous_port: 'The first of the ports at which they meet. Default 1239.',
};

/** What a setting of a dialect means, in one or two sentences; undefined for one that is not described. */
export function describeSetting(dialect: LaunchDialect, key: string): string | undefined {
  const known = { 'vllm-afd-plugin': plugin, 'vllm-afd-config': inTree, 'sglang-afd': sglang }[dialect as string];
  return known && Object.hasOwn(known, key) ? known[key] : undefined;
}
