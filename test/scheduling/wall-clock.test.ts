import assert from 'node:assert/strict';
import fc from 'fast-check';
import { admitInOrder } from '../../server/src/scheduling/admit-in-order';
import { KeyQueue } from '../../server/src/scheduling/key-queue';
import { wallClock } from '../../server/src/scheduling/wall-clock';
import { instances } from './request-lists';
import { stepLoad } from './step-by-step';

const lines = fc.array(fc.record({ perToken: fc.nat(9), perRequest: fc.nat(99), perStep: fc.nat(400) }), {
  minLength: 1,
  maxLength: 4,
});

it('the wall clock sums the largest line of every step', () => {
  fc.assert(
    fc.property(
      instances({ count: 12, kvTokens: 400, decode: 90, arrival: 300 }),
      lines,
      ({ requests, kvTokens }, of) => {
        const queue = new KeyQueue(requests.map(({ decode }) => decode));
        const admissions = admitInOrder({ requests, kvTokens, ageingSteps: undefined }, queue);
        if ('why' in admissions) assert.fail(admissions.why);
        const { starts } = admissions;
        const clock = wallClock(requests, admissions, of);
        let seconds = 0;
        const begin = requests[0]!.arrival;
        const events = new Set(
          requests.flatMap(({ arrival, decode }, i) => [arrival, starts[i]!, starts[i]! + decode]),
        );
        for (let step = begin; step <= Math.max(...events); step++) {
          if (step > begin) {
            const { inFlight, read } = stepLoad(step, requests, starts);
            seconds += Math.max(
              ...of.map(({ perToken, perRequest, perStep }) => perToken * read + perRequest * inFlight + perStep),
            );
          }
          if (events.has(step)) assert.ok(Math.abs(clock(step) - seconds) <= 1e-9 * seconds, `step ${step}`);
        }
      },
    ),
  );
});
