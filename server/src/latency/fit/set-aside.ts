import { formatGain } from '../../text/format';
import type { RowRemark } from './measurements';
import { leastWeight } from './robust';

/** A row with what the fit says of it. */
export interface JudgedRow {
  readonly line: number;
  /** Measured over fitted, less 1. */
  readonly residual: number;
  readonly weight: number;
}

/** The rows that hardly count in a fit, in their order: slow ones at the very start are warm-up, others outliers. */
export function setAside(rows: readonly JudgedRow[]): readonly RowRemark[] {
  const warm = rows.findIndex((row) => !(isOutlier(row) && row.residual > 0));
  return rows.flatMap((row, index) => {
    if (!isOutlier(row)) return [];
    const what = index < warm ? 'warm-up' : 'outlier';
    return [{ line: row.line, message: `${what}: ${formatGain(row.residual)} against the fit` }];
  });
}

/** A row that is set aside for less than this was measured as well as the others. */
const leastMistake = 0.1;

/**
 * By how much the rows differ that are set aside and yet are no mistakes, at most: where other rows agree to a thousandth,
 * one that is off by 3 % is set aside, but times may be off by as much. 0 where there are none.
 */
export function slightOutlier(rows: readonly JudgedRow[]): number {
  const slight = rows.filter((row) => isOutlier(row) && Math.abs(row.residual) < leastMistake);
  return Math.max(0, ...slight.map(({ residual }) => Math.abs(residual)));
}

export function isOutlier({ weight }: Pick<JudgedRow, 'weight'>): boolean {
  return weight < leastWeight;
}
