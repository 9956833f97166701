import assert from 'node:assert/strict';
import fc from 'fast-check';
import { admitInOrder } from '../../server/src/scheduling/admit-in-order';
import { KeyQueue } from '../../server/src/scheduling/key-queue';
import { forEachStretch, scheduleTheta } from '../../server/src/scheduling/stretches';
import { instances } from './request-lists';
import { stepLoad } from './step-by-step';

it('stretches say of every step what is in flight and what is read', () => {
  fc.assert(
    fc.property(instances({ count: 12, kvTokens: 50, decode: 12, arrival: 60 }), ({ requests, kvTokens }) => {
      const admissions = admitInOrder(
        { requests, kvTokens, ageingSteps: undefined },
        new KeyQueue(requests.map(({ decode }) => decode)),
      );
      if ('why' in admissions) assert.fail(admissions.why);
      let last = requests[0]!.arrival;
      let tokens = 0;
      let slots = 0;
      forEachStretch(requests, admissions, ({ from, to, inFlight, read }) => {
        assert.equal(from, last);
        for (let step = from + 1; step <= to; step++) {
          const load = stepLoad(step, requests, admissions.starts);
          assert.deepEqual(load, { inFlight, read: read + inFlight * (step - from - 1) });
          tokens += load.read;
          slots += load.inFlight;
        }
        last = to;
      });
      assert.equal(last, Math.max(...requests.map(({ decode }, i) => admissions.starts[i]! + decode)));
      assert.equal(
        slots,
        requests.reduce((sum, { decode }) => sum + decode, 0),
      );
      assert.ok(Math.abs(scheduleTheta(requests, admissions) - tokens / slots) < 1e-9);
    }),
  );
});
