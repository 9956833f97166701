import { meanAbsolute } from './fitted-profile';
import { sampleOf } from './row-sample';
import { fitStageLine, relativeResidual, type StageRows, timeOf } from './stage-line';

/** What loads that were left out say of a fit to the others. */
export interface LeftOutLoads {
  readonly rows: number;
  readonly meanAbsolute: number;
}

/** Loads are left out one by one up to this number, and in so many groups beyond it. */
const mostFolds = 10;

/** The rows that each fit uses, at most. */
const mostRows = 2000;

/** Every load of a stage against a fit to the rows of all other loads; undefined where those make no line. */
export function leaveLoadsOut(all: StageRows): LeftOutLoads | undefined {
  const chosen = sampleOf(
    all.times.map((_, i) => i),
    mostRows,
  );
  const regressors = chosen.map((i) => all.regressors[i]!);
  const times = chosen.map((i) => all.times[i]!);
  const size = regressors[0]?.length ?? 0;
  const loads = [...new Set(regressors.map(String))];
  if (loads.length <= size) return undefined;
  const foldOf = new Map(loads.map((load, i) => [load, i % mostFolds]));
  const residuals: number[] = [];
  for (let fold = 0; fold < Math.min(mostFolds, loads.length); fold++) {
    const isOut = regressors.map((row) => foldOf.get(String(row)) === fold);
    const kept = regressors.flatMap((_, i) => (isOut[i] ? [] : [i]));
    const { coefficients } = fitStageLine({
      regressors: kept.map((i) => regressors[i]!),
      times: kept.map((i) => times[i]!),
    });
    for (const [i, row] of regressors.entries()) {
      if (isOut[i]) residuals.push(relativeResidual(times[i]!, timeOf(coefficients, row)));
    }
  }
  return { rows: residuals.length, meanAbsolute: meanAbsolute(residuals) };
}
