// Also tests: scheduling/requests-in-flight
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadLinearSolver } from '../../server/src/cli/schedule/linear-solver';
import type { Admissions } from '../../server/src/scheduling/admit-in-order';
import { admitInOrder } from '../../server/src/scheduling/admit-in-order';
import { KeyQueue } from '../../server/src/scheduling/key-queue';
import { policyNames } from '../../server/src/scheduling/policies';
import { policyQueue } from '../../server/src/scheduling/policy-queue';
import type { WaitingQueue } from '../../server/src/scheduling/waiting-queue';
import { copies, instances } from './request-lists';
import { admitStepByStep, mostHeld } from './step-by-step';

const ageing = fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined });

function admitted(outcome: ReturnType<typeof admitInOrder>): Admissions {
  if ('why' in outcome) assert.fail(outcome.why);
  return outcome;
}

describe('admission in an order', () => {
  for (const [name, arrival] of [
    ['in a burst', 0],
    ['online', 30],
  ] as const) {
    it(`starts every request exactly when going step by step would, ${name}`, async () => {
      const solve = await loadLinearSolver();
      fc.assert(
        fc.property(
          instances({ count: 14, kvTokens: 60, decode: 12, arrival }),
          fc.constantFrom(...policyNames),
          ageing,
          ({ requests, kvTokens }, policy, ageingSteps) => {
            const queue = (): WaitingQueue => {
              const made = policyQueue(policy, requests, kvTokens, solve);
              if ('why' in made) assert.fail(made.why);
              return made;
            };
            const question = { requests, kvTokens, ageingSteps };
            const { starts, byStart, byEnd } = admitted(admitInOrder(question, queue()));
            assert.deepEqual([...starts], admitStepByStep(question, queue()));
            assert.ok(mostHeld(requests, starts) <= kvTokens);
            const numbers = requests.map((_, i) => i);
            assert.deepEqual(
              [...byStart].sort((a, b) => a - b),
              numbers,
            );
            assert.deepEqual(
              [...byEnd].sort((a, b) => a - b),
              numbers,
            );
            const ends = [...byEnd].map((i) => starts[i]! + requests[i]!.decode);
            assert.deepEqual(
              ends,
              [...ends].sort((a, b) => a - b),
            );
            const inOrder = [...byStart].map((i) => starts[i]!);
            assert.deepEqual(
              inOrder,
              [...inOrder].sort((a, b) => a - b),
            );
          },
        ),
        { numRuns: 400 },
      );
    });
  }

  it('waits just long enough that peaks do not meet, and lets nobody overtake', () => {
    // The first holds 8 in its last step, step 4. The second, started at p, then holds 2 + 4 - p, which must be at most 2.
    const requests = [
      { prefill: 4, decode: 4 },
      { prefill: 2, decode: 5 },
      { prefill: 0, decode: 1 },
    ];
    const question = {
      requests: requests.map((request) => ({ ...request, arrival: 0 })),
      kvTokens: 10,
      ageingSteps: undefined,
    };
    assert.deepEqual([...admitted(admitInOrder(question, new KeyQueue([0, 1, 2]))).starts], [0, 4, 4]);
  });

  it('does not go through idle steps', () => {
    const requests = [0, 1e12].map((arrival) => ({ prefill: 1, decode: 1e9, arrival }));
    const question = { requests, kvTokens: 1e9 + 1, ageingSteps: undefined };
    assert.deepEqual([...admitted(admitInOrder(question, new KeyQueue([0, 1]))).starts], [0, 1e12]);
  });

  it('lets the old go first', () => {
    // One at a time; by key the first would go last.
    const requests = copies(6, 0, 10);
    const keys = [9, 1, 2, 3, 4, 5];
    const starts = (ageingSteps: number | undefined): number[] => [
      ...admitted(admitInOrder({ requests, kvTokens: 10, ageingSteps }, new KeyQueue(keys))).starts,
    ];
    assert.equal(starts(undefined)[0], 50);
    assert.deepEqual(starts(15), [20, 0, 10, 30, 40, 50]);
  });
});
