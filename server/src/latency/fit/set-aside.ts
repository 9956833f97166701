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

export function isOutlier({ weight }: Pick<JudgedRow, 'weight'>): boolean {
  return weight < leastWeight;
}
