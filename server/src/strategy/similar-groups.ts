import type { Group } from './comparison';

/**
 * Groups of so many devices like another one: without AFD the one with ranks of the same size; with AFD those whose
 * share of FFN workers is next to its own, and those with as many ranks, or as many FFN workers. Source: docs/strategy.md,
 * "Search".
 */
export function similarGroups(exemplar: Group, size: number): readonly Group[] {
  const { tensorParallel } = exemplar;
  if (exemplar.kind === 'withoutAfd') {
    return size % tensorParallel === 0 ? [{ kind: 'withoutAfd', ranks: size / tensorParallel, tensorParallel }] : [];
  }
  const { ffnSlices = 1 } = exemplar;
  const attention = exemplar.attentionRanks * tensorParallel;
  const share = (size * exemplar.ffnWorkers) / (attention + exemplar.ffnWorkers);
  const workers = new Set<number>([
    ...nearestWorkers(share, size, tensorParallel, ffnSlices),
    exemplar.ffnWorkers,
    size - attention,
  ]);
  return [...workers]
    .filter((ffnWorkers) => divides(ffnWorkers, size, tensorParallel, ffnSlices))
    .map((ffnWorkers) => ({
      kind: 'afd',
      attentionRanks: (size - ffnWorkers) / tensorParallel,
      tensorParallel,
      ffnWorkers,
      ffnSlices,
    }));
}

/** So many numbers of workers that divide the group up to `share`, and as many above it. */
const nearest = 2;

function nearestWorkers(share: number, size: number, tensorParallel: number, ffnSlices: number): readonly number[] {
  const found = (from: number, step: 1 | -1): readonly number[] => {
    const all: number[] = [];
    for (let workers = from; workers > 0 && workers < size && all.length < nearest; workers += step) {
      if (divides(workers, size, tensorParallel, ffnSlices)) all.push(workers);
    }
    return all;
  };
  return [...found(Math.floor(share), -1), ...found(Math.floor(share) + 1, 1)];
}

/** Whether so many FFN workers leave whole ranks, and are whole slices. */
function divides(ffnWorkers: number, size: number, tensorParallel: number, ffnSlices: number): boolean {
  const left = size - ffnWorkers;
  return ffnWorkers > 0 && left > 0 && ffnWorkers % ffnSlices === 0 && left % tensorParallel === 0;
}
