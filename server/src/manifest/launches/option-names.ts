import type { OptionNames } from '../../shell/options';

/** Options that engines know by several names. Short ones are vLLM's; SGLang and RTP-LLM say `--tp-size`. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['tp', 'tensor-parallel-size'],
  ['tp-size', 'tensor-parallel-size'],
  ['dp', 'data-parallel-size'],
  ['dp-size', 'data-parallel-size'],
  ['dpl', 'data-parallel-size-local'],
  ['dpn', 'data-parallel-rank'],
  ['dpr', 'data-parallel-start-rank'],
  ['dpa', 'data-parallel-address'],
  ['dpp', 'data-parallel-rpc-port'],
  ['dpb', 'data-parallel-backend'],
  ['dph', 'data-parallel-hybrid-lb'],
  ['dpe', 'data-parallel-external-lb'],
  ['pp', 'pipeline-parallel-size'],
  ['pp-size', 'pipeline-parallel-size'],
  ['pcp', 'prefill-context-parallel-size'],
  ['dcp', 'decode-context-parallel-size'],
  ['ep', 'expert-parallel-size'],
  ['ep-size', 'expert-parallel-size'],
  ['q', 'quantization'],
  ['model-path', 'model'],
]);

/** Options of the engines that take no value, by their long names. */
const flags: ReadonlySet<string> = new Set([
  'async-scheduling',
  'data-parallel-external-lb',
  'data-parallel-hybrid-lb',
  'disable-custom-all-reduce',
  'disable-cuda-graph',
  'disable-log-requests',
  'disable-log-stats',
  'disable-overlap-schedule',
  'disable-radix-cache',
  'enable-auto-tool-choice',
  'enable-chunked-prefill',
  'enable-dbo',
  'enable-dp-attention',
  'enable-eplb',
  'enable-expert-parallel',
  'enable-log-requests',
  'enable-prefix-caching',
  'enable-single-batch-overlap',
  'enable-sleep-mode',
  'enable-two-batch-overlap',
  'enforce-eager',
  'headless',
  'skip-server-warmup',
  'trust-remote-code',
]);

/** How the options of all engines are to be read. */
export const optionNames: OptionNames = { aliases, flags };

/** The one name by which an option goes here, whatever its spelling: long, with dashes between the words. */
export function longName(spelling: string): string {
  const name = spelling.replaceAll('_', '-');
  return aliases.get(name) ?? name;
}
