import assert from 'node:assert/strict';
import { meanSlotLoadOverHorizon } from '../../../server/src/provisioning/cycle/finite-horizon';
import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import { assertPrinted, baseCase, table2 } from '../base-case';
import { assertRelative } from '../closeness';

const of = (attention: number, ffn = 1) => ({ attention, ffn });

describe('throughput', () => {
  it('reproduces the printed finite-horizon values', () => {
    const load = { meanPrefill: 100, meanDecode: 500, batchSize: 256, requestsPerWorker: 10_000 };
    const point = { ...baseCase, load: { theta: meanSlotLoadOverHorizon(load), nu: undefined } };
    const printed = [
      [1, '.43008'],
      [2, '.57343'],
      [4, '.68812'],
      [8, '.76458'],
      [9, '.77414'],
      [10, '.74477'],
      [16, '.54763'],
      [24, '.40292'],
      [32, '.31829'],
    ] as const;
    for (const [r, value] of printed) assertPrinted(throughputPerInstance(point, of(r), 'mean-field'), value, `${r}A`);
  });

  it('reproduces the printed mean-field and barrier values at theta 599', () => {
    const printed = [
      [4, '.6759', '.6463'],
      [5, '.7040', '.6695'],
      [6, '.7241', '.6856'],
      [7, '.7392', '.6974'],
      [8, '.7510', '.7063'],
      [9, '.7604', '.7133'],
      [10, '.7448', '.7186'],
      [11, '.7032', '.7020'],
      [12, '.6657', '.6657'],
      [13, '.6318', '.6318'],
    ] as const;
    for (const [r, meanField, barrier] of printed) {
      assertPrinted(throughputPerInstance(baseCase, of(r), 'mean-field'), meanField, `mean-field ${r}A`);
      assertPrinted(throughputPerInstance(baseCase, of(r), 'barrier'), barrier, `barrier ${r}A`);
    }
  });

  it('peaks at the printed continuous barrier ratio', () => {
    let best = 0;
    for (let r = 9; r < 11; r += 0.001) {
      if (throughputPerInstance(baseCase, of(r), 'barrier') > throughputPerInstance(baseCase, of(best || 9), 'barrier'))
        best = r;
    }
    assertPrinted(best, '10.09');
  });

  it('counts tokens per worker of either kind', () => {
    const times = (4 * 256) / (5 * 303.01760000000002);
    assertRelative(throughputPerInstance(baseCase, of(4), 'mean-field'), times, 1e-12);
    assertRelative(throughputPerInstance(baseCase, of(8, 2), 'mean-field'), times, 1e-12);
  });

  it('divides by the cost of the pools', () => {
    const latency = { ...table2, attentionCost: 0.5, ffnCost: 3 };
    const perCost = throughputPerInstance({ ...baseCase, latency }, of(7, 2), 'barrier');
    const perWorker = throughputPerInstance(baseCase, of(7, 2), 'barrier');
    assertRelative(perCost / perWorker, 9 / (0.5 * 7 + 3 * 2), 1e-14);
  });

  it('only falls with the barrier, and rises with the microbatches', () => {
    for (let x = 1; x <= 40; x++) {
      const meanField = throughputPerInstance(baseCase, of(x, 3), 'mean-field');
      const barrier = throughputPerInstance(baseCase, of(x, 3), 'barrier');
      const [one, two, three] = [1, 2, 3].map((microbatches) =>
        throughputPerInstance({ ...baseCase, microbatches }, of(x, 3), 'pipeline'),
      );
      const most = 1 + 1e-12;
      assert.ok(barrier <= meanField * most && one! <= barrier * most, `${x}A`);
      assert.ok(one! <= two! * most && two! <= three! * most && three! <= meanField * most, `${x}A`);
    }
  });
});
