/** What limits a deployment, in the words of one-line texts. */
export const regimeWords = {
  attention: 'attention-bound',
  communication: 'communication-bound',
  ffn: 'FFN-bound',
  pipeline: 'pipeline-bound',
} as const;

/** Names of the objectives. */
export const objectiveNames = { tpot: 'TPOT', ttft: 'TTFT' } as const;

/** Words as a sentence lists them: `a, b or c`. */
export function listed(words: readonly (string | number)[], conjunction: 'and' | 'or'): string {
  const others = words.slice(0, -1).join(', ');
  return others === '' ? String(words[0] ?? '') : `${others} ${conjunction} ${words.at(-1)}`;
}
