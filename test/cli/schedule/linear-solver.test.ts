import assert from 'node:assert/strict';
import highs from 'highs';
import { loadLinearSolver } from '../../../server/src/cli/schedule/linear-solver';
import type { LinearProgram } from '../../../server/src/scheduling/published/linear-program';
import { startTimeProgram } from '../../../server/src/scheduling/published/start-time-program';
import { copies, mixedRequests } from '../../scheduling/request-lists';

/** The program in the CPLEX LP format, which HiGHS reads. */
function cplex({ rows, columns }: LinearProgram): string {
  const terms: string[][] = rows.map(() => []);
  for (const [column, { entries }] of columns.entries())
    for (const [row, coefficient] of entries) terms[row]!.push(`${coefficient} x${column}`);
  const constraints = rows.map(
    ({ kind, bound }, row) => `r${row}: ${terms[row]!.join('\n + ')} ${kind === 'equal' ? '=' : '<='} ${bound}`,
  );
  const objective = columns.map(({ cost }, column) => `${cost} x${column}`).join('\n + ');
  return `Minimize\n obj: ${objective}\nSubject To\n ${constraints.join('\n ')}\nEnd\n`;
}

describe('the solver of linear programs', () => {
  const lists = {
    'mixed requests': mixedRequests(60, { longShare: 0.2, seed: 1 }),
    'equal requests, which make it degenerate': [...copies(30, 60, 200), ...copies(10, 3000, 160)],
    'a single request': copies(1, 5, 7),
  };
  for (const [name, requests] of Object.entries(lists)) {
    it(`agrees with HiGHS on ${name}`, async () => {
      const [solve, reference] = [await loadLinearSolver(), await highs()];
      const { program } = startTimeProgram(requests, 8000, { width: 60, buckets: 48 });
      const solution = solve(program)!;
      const expected = reference.solve(cplex(program)).ObjectiveValue;
      assert.ok(Math.abs(solution.cost / expected - 1) < 1e-6, `${solution.cost} ${expected}`);
      const sums = program.rows.map(() => 0);
      let cost = 0;
      for (const [column, value] of solution.values.entries()) {
        assert.ok(value >= 0);
        cost += value * program.columns[column]!.cost;
        for (const [row, coefficient] of program.columns[column]!.entries) sums[row]! += coefficient * value;
      }
      assert.ok(Math.abs(cost / expected - 1) < 1e-6);
      for (const [row, { kind, bound }] of program.rows.entries()) {
        const excess = sums[row]! - bound;
        assert.ok(kind === 'equal' ? Math.abs(excess) < 1e-6 : excess < 1e-6);
      }
    });
  }

  it('finds nothing where there is no solution', async () => {
    const solve = await loadLinearSolver();
    const rows = [
      { kind: 'equal', bound: 2 },
      { kind: 'atMost', bound: 1 },
    ] as const;
    assert.equal(
      solve({
        rows,
        columns: [
          {
            cost: 1,
            entries: [
              [0, 1],
              [1, 1],
            ],
          },
        ],
      }),
      undefined,
    );
  });
});
