import { IndependentSlots } from '../../server/src/simulation/independent-slots';
import { QueuedSlots } from '../../server/src/simulation/queued-slots';
import { requestSource } from '../../server/src/simulation/request-source';
import { type SlotBlock, slotBlock } from '../../server/src/simulation/slot-block';
import type { Slots } from '../../server/src/simulation/slot-state';
import { table2 } from '../provisioning/base-case';
import { assertClose } from '../provisioning/closeness';
import { integer, seededRandom } from '../provisioning/random-points';

const capped = [
  { alpha: 0.5, tokens: 20 },
  { alpha: 2, tokens: 7.5 },
  { alpha: 3, tokens: 0 },
  { alpha: 0.25, tokens: 1e6 },
];
const latency = { ...table2, attention: { ...table2.attention, capped } };

/** With one request per microbatch the load of a step is the request's. */
function assertOfEachRequest(slots: Slots, block: SlotBlock): void {
  for (let pass = 0; pass < 3; pass++) {
    slots.fill(block);
    for (let entry = 0; entry < block.load.length; entry++) {
      const expected = capped.reduce(
        (time, { alpha, tokens }) => time + alpha * Math.min(block.load[entry]!, tokens),
        0,
      );
      assertClose(block.cappedTime[entry]!, expected, 1e-9, `block ${pass}, entry ${entry}`);
    }
  }
}

describe('capped-times', () => {
  for (const start of ['cold', 'stationary'] as const) {
    it(`are those of each request by itself, from a ${start} start and across blocks`, () => {
      const scenario = { batchSize: 1, microbatches: 2, start, latency };
      const geometric = requestSource({ kind: 'geometric', meanPrefill: 12, meanDecode: 15 });
      assertOfEachRequest(new IndependentSlots(scenario, geometric, 3, [5]), slotBlock(3, 2));
      const random = seededRandom(9);
      const list = {
        prefill: Float64Array.from({ length: 500 }, () => integer(random, 0, 60) / 2),
        decode: Float64Array.from({ length: 500 }, () => integer(random, 1, 40)),
      };
      const replay = requestSource({ kind: 'replay', list });
      assertOfEachRequest(new QueuedSlots(scenario, list, replay, 3, [5]), slotBlock(3, 2));
    });
  }

  it('add up over the requests of a microbatch', () => {
    const law = { kind: 'deterministic', prefill: 10, decode: 7 } as const;
    const slots = new IndependentSlots(
      { batchSize: 4, microbatches: 1, start: 'cold', latency },
      requestSource(law),
      1,
      [5],
    );
    const block = slotBlock(1, 1);
    slots.fill(block);
    for (let round = 0; round < 30; round++) {
      const load = 10 + (round % 7);
      assertClose(block.cappedTime[round]!, 4 * (0.5 * load + 2 * 7.5 + 0.25 * load), 1e-12);
    }
  });
});
