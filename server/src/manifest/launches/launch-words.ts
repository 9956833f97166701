import { quote } from '../../text/format';
import type { WhenMissing } from '../deployment';
import type { LaunchDialect } from './launch';

/** The option or key that limits the requests of an attention launch; undefined where a dialect has none. */
export const requestsOption: Readonly<Record<LaunchDialect, string | undefined>> = {
  'vllm-afd-plugin': '--max-num-seqs',
  'vllm-afd-config': '--max-num-seqs',
  'sglang-afd': '--max-running-requests',
  'sglang-stepmesh': '--max-running-requests',
  'sgl-afd-plugin': '--max-running-requests',
  'rtp-llm': undefined,
  stepmesh: undefined,
  aiconfigurator: 'afd_a_batch_size',
};

/** What to say about a deployment of this dialect where a fact is missing altogether. */
export function whenMissingIn(dialect: LaunchDialect): WhenMissing {
  return {
    batchSize: noBatchSize(dialect),
    workload: `no request trace is known: give one in ${elsewhere}`,
    latencyProfile: `no latency profile is known: give one in ${elsewhere}`,
  };
}

function noBatchSize(dialect: LaunchDialect): string {
  const option = requestsOption[dialect];
  if (option === undefined) return 'nothing in the launch says how many requests an attention rank runs at a time';
  return dialect === 'aiconfigurator'
    ? `${quote(option)} is missing: requests in flight per attention worker, before they are split into microbatches`
    : `${quote(option)} is missing in the attention launch: the most requests that run at a time`;
}

const elsewhere = '`afd-lens.config.yaml`, or in a comment `# afd-lens: trace=PATH profile=ID`';

/** What sets the size of each pool in a dialect, for notes that nothing known does. */
export const poolSizeWords: Readonly<Record<LaunchDialect, { readonly attention: string; readonly ffn: string }>> = {
  'vllm-afd-plugin': { attention: '`num_attention_ranks`', ffn: '`num_ffn_ranks`' },
  'vllm-afd-config': { attention: '`num_attention_servers`', ffn: '`num_ffn_servers`' },
  'sglang-afd': { attention: '`attention_lanes`', ffn: '`lanes`' },
  'sglang-stepmesh': { attention: '`DMLC_NUM_WORKER`', ffn: '`DMLC_NUM_SERVER`' },
  'sgl-afd-plugin': { attention: '`--tp-size` and `--nnodes`', ffn: '`--tp-size` and `--nnodes`' },
  'rtp-llm': { attention: '`--world_size`', ffn: '`--world_size`' },
  stepmesh: { attention: '`DMLC_NUM_WORKER`', ffn: '`DMLC_NUM_SERVER`' },
  aiconfigurator: {
    attention: '`afd_n_a_nodes`, `afd_tp_a` and the accelerators in a node of `system_name`',
    ffn: '`afd_n_f_nodes` and the accelerators in a node of `system_name`',
  },
};
