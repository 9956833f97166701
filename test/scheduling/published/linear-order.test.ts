import assert from 'node:assert/strict';
import { requestSizes } from '../../../server/src/scheduling/published/candidates';
import { linearOrder } from '../../../server/src/scheduling/published/linear-order';
import type { LinearProgram, LinearSolver } from '../../../server/src/scheduling/published/linear-program';
import { copies } from '../request-lists';

/** Starts request i in bucket `of[i]`, whatever it costs, and keeps the programs. */
function fixedStarts(of: readonly number[]): { solve: LinearSolver; programs: LinearProgram[] } {
  const programs: LinearProgram[] = [];
  const solve: LinearSolver = (program) => {
    programs.push(program);
    const buckets = program.columns.length / of.length;
    return { cost: 0, values: of.flatMap((own) => Array.from({ length: buckets }, (_, b) => (b === own ? 1 : 0))) };
  };
  return { solve, programs };
}

describe('orders by linear programs', () => {
  it('take batches in the order of mean starts, from one program while nobody comes', () => {
    const requests = copies(4, 9, 1);
    const { solve, programs } = fixedStarts([3, 0, 2, 1]);
    const plan = linearOrder(requests, requestSizes(requests), 20, { solve, swap: false });
    const waits = new Uint8Array(4).fill(1);
    assert.deepEqual(plan(waits, [0, 1, 2, 3]), [1, 3]);
    for (const request of [1, 3]) waits[request] = 0;
    assert.deepEqual(plan(waits, []), [2, 0]);
    assert.equal(programs.length, 1);
  });

  it('solve again when somebody came', () => {
    const requests = copies(2, 9, 1);
    const { solve, programs } = fixedStarts([0]);
    const plan = linearOrder(requests, requestSizes(requests), 20, { solve, swap: false });
    plan(new Uint8Array([1, 0]), [0]);
    plan(new Uint8Array([0, 1]), [1]);
    assert.equal(programs.length, 2);
  });

  it('exchange within a batch to lower F where asked', () => {
    const requests = [...copies(1, 5, 15), ...copies(1, 9, 1)];
    const plan = (swap: boolean) => {
      const { solve } = fixedStarts([1, 0]);
      return linearOrder(requests, requestSizes(requests), 20, { solve, swap })(new Uint8Array([1, 1]), [0, 1]);
    };
    // Mean starts are by volume: request 1 is first in the list given to the solver.
    assert.deepEqual(plan(false), [0]);
    assert.deepEqual(plan(true), [1]);
  });

  it('refuse too many requests, and say when there is no solution', () => {
    const requests = copies(501, 1, 1);
    const { solve } = fixedStarts([0]);
    const plan = linearOrder(requests, requestSizes(requests), 2000, { solve, swap: false });
    assert.deepEqual(plan(new Uint8Array(501).fill(1), [...requests.keys()]), {
      why: 'its linear program is for at most 500 waiting requests, and 501 wait',
    });
    const none = linearOrder(requests, requestSizes(requests), 20, { solve: () => undefined, swap: false });
    assert.deepEqual(none(new Uint8Array([1]), [0]), { why: 'the solver found no solution of its linear program' });
  });
});
