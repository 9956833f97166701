import { type LeftOut, meanAbsolute } from './fitted-profile';
import { contextsOf } from './max-of-stages';
import { MeasurementError, type SweepRow } from './measurements';
import { relativeResidual } from './stage-line';
import { choiceOf } from './sweep-choice';
import { fitSweepModel, modelTimes, type SweepModel } from './sweep-model';

/** A context with fewer rows leaves nothing to choose from. */
const leastRows = 3;

/** More contexts than this are too many to leave each out. */
const mostContexts = 16;

/** Each context against a fit to all others; those are left out whose others support no fit. */
export function leaveOneContextOut(rows: readonly SweepRow[]): readonly LeftOut[] {
  const contexts = contextsOf(rows);
  if (contexts.length < 2 || contexts.length > mostContexts) return [];
  return contexts.flatMap((context) => {
    const own = rows.filter((row) => row.context === context);
    const model = own.length < leastRows ? undefined : fittedTo(rows.filter((row) => row.context !== context));
    if (model === undefined) return [];
    const residuals = own.map((row) => {
      const { attention, ffn } = modelTimes(model, row);
      return relativeResidual(row.cycle, Math.max(attention, ffn));
    });
    const choice = choiceOf(model, onePerPools(own));
    return [{ context, stage: undefined, rows: own.length, meanAbsolute: meanAbsolute(residuals), choice }];
  });
}

function fittedTo(rows: readonly SweepRow[]): SweepModel | undefined {
  try {
    return fitSweepModel(rows);
  } catch (error) {
    if (error instanceof MeasurementError) return undefined;
    throw error;
  }
}

/** One row for each pair of pools, with the median cycle, of the batch size that most rows have. */
function onePerPools(rows: readonly SweepRow[]): readonly SweepRow[] {
  const common = [...groupsOf(rows, ({ batchSize }) => String(batchSize)).values()].reduce((most, next) =>
    next.length > most.length ? next : most,
  );
  return [...groupsOf(common, ({ pools }) => `${pools.attention} ${pools.ffn}`).values()].map((alike) => {
    const sorted = [...alike].sort((a, b) => a.cycle - b.cycle);
    return sorted[Math.floor((sorted.length - 1) / 2)]!;
  });
}

function groupsOf(rows: readonly SweepRow[], keyOf: (row: SweepRow) => string): ReadonlyMap<string, SweepRow[]> {
  const groups = new Map<string, SweepRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
