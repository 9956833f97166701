import { MeasurementError, type SweepRow } from './measurements';
import { fitSweepModel } from './sweep-model';

/** Of more rows the standard error of the fit itself is good enough. */
const mostRows = 60;

/** Rows are left out one by one up to this number, and in so many groups beyond it. */
const mostGroups = 12;

/**
 * The relative standard error of the FFN slope by leaving out one row, or group of rows, after the other and fitting anew,
 * which also tells what it rests on which rows count as bound by which stage. Undefined for many rows, and where too few fits succeed.
 * Source: Quenouille (1956), Tukey (1958).
 */
export function slopeErrorByRows(rows: readonly SweepRow[]): number | undefined {
  if (rows.length > mostRows) return undefined;
  const groups = Math.min(mostGroups, rows.length);
  const slopes = Array.from({ length: groups }, (_, left) => left).flatMap(
    (left) => slopeOf(rows.filter((_, index) => index % groups !== left)) ?? [],
  );
  if (slopes.length < groups / 2 || slopes.length < 3) return undefined;
  const mean = slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
  const squares = slopes.reduce((sum, slope) => sum + (slope - mean) ** 2, 0);
  return Math.sqrt(((slopes.length - 1) / slopes.length) * squares) / mean;
}

function slopeOf(rows: readonly SweepRow[]): number | undefined {
  try {
    return fitSweepModel(rows).ffn.alpha;
  } catch (error) {
    if (error instanceof MeasurementError) return undefined;
    throw error;
  }
}
