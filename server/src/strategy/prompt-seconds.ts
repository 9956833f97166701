import type { ServedWorkload } from './question';
import type { PrefillAttention } from './serving-costs';

/** Tokens of a prompt that no cache has; they are computed. */
export function newTokens({ prefill, cachedPrefill }: ServedWorkload): number {
  return Math.max(0, prefill - cachedPrefill);
}

/**
 * Pairs of a new token and a token that it attends to, itself included: the sum over positions q = cached + 1 .. prefill
 * of min{q, most}. Source: docs/strategy.md, "Prompts".
 */
function attendedPairs(cached: number, prefill: number, most = Number.POSITIVE_INFINITY): number {
  const until = (tokens: number): number => {
    const below = Math.min(tokens, most);
    const beyond = tokens - below;
    return (below * (below + 1)) / 2 + (beyond === 0 ? 0 : beyond * most);
  };
  return Math.max(0, until(prefill) - until(Math.min(cached, prefill)));
}

/**
 * Attention time of all new tokens of a mean prompt on a rank, in so many chunks, beside what any step takes. Of two ways
 * to attend each chunk takes the shorter. It rises with the chunks. Source: docs/strategy.md, "Prompts".
 */
export function promptSeconds({ perToken, pairs }: PrefillAttention, workload: ServedWorkload, chunks: number): number {
  const tokens = newTokens(workload);
  const cached = workload.prefill - tokens;
  let seconds = perToken * tokens;
  for (const { perPair, readsAtMost, expanded } of pairs) {
    if (expanded === undefined) {
      seconds += perPair * attendedPairs(cached, workload.prefill, readsAtMost);
      continue;
    }
    for (let chunk = 0; chunk < chunks; chunk++) {
      const from = cached + (chunk * tokens) / chunks;
      const attended = attendedPairs(from, cached + ((chunk + 1) * tokens) / chunks, readsAtMost);
      seconds += Math.min(perPair * attended, expanded.perPair * attended + expanded.perCachedToken * from);
    }
  }
  return seconds;
}
