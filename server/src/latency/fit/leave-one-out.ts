import { type LeftOut, meanAbsolute } from './fitted-profile';
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
  const contexts = [...new Set(rows.map(({ context }) => context))].sort((a, b) => a - b);
  if (contexts.length < 2 || contexts.length > mostContexts) return [];
  return contexts.flatMap((context) => {
    const own = rows.filter((row) => row.context === context);
    const model = own.length < leastRows ? undefined : fittedTo(rows.filter((row) => row.context !== context));
    if (model === undefined) return [];
    const residuals = own.map((row) => {
      const { attention, ffn } = modelTimes(model, row);
      return relativeResidual(row.cycle, Math.max(attention, ffn));
    });
    const choice = choiceOf(model, commonBatch(own));
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

/** The rows of the batch size that most rows have: ratios are compared at one. */
function commonBatch(rows: readonly SweepRow[]): readonly SweepRow[] {
  const count = (batchSize: number): number => rows.filter((row) => row.batchSize === batchSize).length;
  const batches = [...new Set(rows.map(({ batchSize }) => batchSize))];
  const common = batches.reduce((most, next) => (count(next) > count(most) ? next : most));
  return rows.filter(({ batchSize }) => batchSize === common);
}
