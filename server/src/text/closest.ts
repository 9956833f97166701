import { distance } from 'fastest-levenshtein';

/** The candidate a typed word most likely means, or undefined when none is near: at most a third of its letters off. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase().replaceAll(/[-_ ]/g, '');
  let best: string | undefined;
  let bestDistance = Math.floor(wanted.length / 3) + 1;
  for (const candidate of candidates) {
    const away = distance(wanted, candidate.toLowerCase().replaceAll(/[-_ ]/g, ''));
    if (away < bestDistance) {
      best = candidate;
      bestDistance = away;
    }
  }
  return best;
}
