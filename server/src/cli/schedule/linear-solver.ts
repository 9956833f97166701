import type { LinearSolver } from '../../scheduling/published/linear-program';

/** Far more than the programs of a schedule take; the package's own limit of 8,192 would stop some. */
const maxPivots = 1_000_000;

/** Loads YALPS, a primal simplex over a dense table, which only linear-program orders need. */
export async function loadLinearSolver(): Promise<LinearSolver> {
  const { solve } = await import('yalps');
  return ({ rows, columns }) => {
    const solution = solve<number, number | 'cost'>(
      {
        direction: 'minimize',
        objective: 'cost',
        constraints: rows.map(({ kind, bound }, row) => [row, kind === 'equal' ? { equal: bound } : { max: bound }]),
        variables: columns.map(({ cost, entries }, column) => [column, [['cost', cost], ...entries]]),
      },
      { maxPivots },
    );
    if (solution.status !== 'optimal') return undefined;
    const values = new Array<number>(columns.length).fill(0);
    for (const [column, value] of solution.variables) values[column] = value;
    return { cost: solution.result, values };
  };
}
