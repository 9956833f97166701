/** Minimise the cost of x >= 0 under rows of constraints. Plain data, so that any solver can be asked. */
export interface LinearProgram {
  /** Right sides; `equal` rows hold with equality, `atMost` rows from above. */
  readonly rows: readonly { readonly kind: 'equal' | 'atMost'; readonly bound: number }[];
  readonly columns: readonly LinearColumn[];
}

export interface LinearColumn {
  readonly cost: number;
  /** Coefficients by number of the row; all others are 0. */
  readonly entries: readonly (readonly [row: number, coefficient: number])[];
}

/** An optimal solution, a value per column, and its cost; undefined when none was found. */
export type LinearSolver = (
  program: LinearProgram,
) => { readonly cost: number; readonly values: readonly number[] } | undefined;
