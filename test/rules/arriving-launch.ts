import { pairScript } from './launch-pair';

/** Launches of what `scheduled` states as a manifest, with `options` for attention; the trace, the profile and M by comment. */
export function arrivingLaunch(
  options: Readonly<Record<string, string>> = {},
  comment = 'trace=t.csv profile=p.yaml kv-tokens=16492',
): string {
  const pair = pairScript({
    both: { afd: { num_attention_ranks: 4, num_ffn_ranks: 1 }, options: { 'enable-dbo': true } },
    attention: { options: { 'data-parallel-size': 4, 'max-num-seqs': 32, ...options } },
    ffn: { options: { 'data-parallel-size': 1 } },
  });
  return `# afd-lens: ${comment}\n${pair}`;
}
