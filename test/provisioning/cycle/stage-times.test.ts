import assert from 'node:assert/strict';
import { rowsPerFfn, stageTimes } from '../../../server/src/provisioning/cycle/stage-times';
import { assertPrinted, baseCase, table2 } from '../base-case';
import { assertClose } from '../closeness';

const four = { attention: 4, ffn: 1 };

describe('stage-times', () => {
  it('reproduces the base case', () => {
    const times = stageTimes(baseCase, four);
    assertPrinted(times.attention, '303.0176');
    assertPrinted(times.attentionSpread, '13.4459');
    assertPrinted(times.attentionSlowest, '316.9');
    assertPrinted(times.communication, '42.5');
    assertPrinted(times.ffn, '185.0');
    assertPrinted(stageTimes(baseCase, { attention: 1, ffn: 1 }).ffn, '121.2');
  });

  it('takes communication over one worker in the worker scale', () => {
    const point = { ...baseCase, latency: { ...table2, communicationScalesWith: 'worker' as const } };
    assertPrinted(stageTimes(point, four).communication, '25.63');
    assert.equal(stageTimes(point, { attention: 40, ffn: 1 }).communication, stageTimes(point, four).communication);
  });

  it('reproduces the effective barrier quoted for several microbatches', () => {
    const averaged = (attention: number, microbatches: number): number =>
      stageTimes({ ...baseCase, microbatches }, { attention, ffn: 1 }).attentionSustained!;
    assertPrinted(averaged(5, 2), '314.1');
    assertPrinted(averaged(5, 3), '312.05', 'printed 312.1');
    assertPrinted(averaged(7, 2), '315.9');
  });

  it('shares the way round of the slowest microbatch among all, where their number is known', () => {
    const { roundTripShare } = stageTimes(baseCase, four);
    // Three microbatches on each of four workers, so kappa_12 as printed.
    assertClose(roundTripShare!, (303.0176 + 1.6292 * 13.4459 + 184.992 + 42.528) / 3, 1e-5);
    const unknown = stageTimes({ ...baseCase, microbatches: undefined }, four);
    assert.deepEqual([unknown.attentionSustained, unknown.roundTripShare], [undefined, undefined]);
  });

  it('has the ratio exact and the barrier over all attention workers', () => {
    const thirds = stageTimes(baseCase, { attention: 7, ffn: 3 });
    assertClose(thirds.ffn, (0.083 * 256 * 7) / 3 + 100, 1e-15);
    assertClose(thirds.attentionSlowest - thirds.attention, 1.3521783756069 * thirds.attentionSpread, 1e-9);
  });

  it('has no spread where nu is unknown and no barrier with one worker', () => {
    const unknown = stageTimes({ ...baseCase, load: { theta: 599, nu: undefined } }, four);
    assert.equal(unknown.attentionSpread, 0);
    assert.equal(unknown.attentionSlowest, unknown.attention);
    const alone = stageTimes(baseCase, { attention: 1, ffn: 2 });
    assert.ok(alone.attentionSpread > 0);
    assert.equal(alone.attentionSlowest, alone.attention);
  });

  it('give the busiest FFN worker ceil(x/y) whole attention workers where it serves whole ones', () => {
    const whole = { ...baseCase, sharing: 'whole workers' as const };
    // 7 over 2 are 4 and 3: the busiest has 4 x 256 rows, the mean one 3.5 x 256.
    const uneven = stageTimes(whole, { attention: 7, ffn: 2 });
    assertPrinted(uneven.ffn, '184.992');
    assertPrinted(uneven.communication, '42.528');
    assertPrinted(uneven.ffnMean, '174.368');
    assert.equal(stageTimes(baseCase, { attention: 7, ffn: 2 }).ffn, uneven.ffnMean);
    for (const pools of [
      { attention: 8, ffn: 2 },
      { attention: 21, ffn: 7 },
      { attention: 5, ffn: 1 },
    ]) {
      assert.deepEqual(stageTimes(whole, pools), stageTimes(baseCase, pools));
    }
    assertPrinted(stageTimes(whole, { attention: 1, ffn: 4 }).ffn, '121.248', 'one serves the one');
  });

  it('deal blocks out as the connector does, and find the same busiest one', () => {
    for (let attention = 1; attention <= 40; attention++) {
      for (let ffn = 1; ffn <= attention; ffn++) {
        const block = (k: number) => Math.ceil(((k + 1) * attention) / ffn) - Math.ceil((k * attention) / ffn);
        const sizes = Array.from({ length: ffn }, (_, k) => block(k));
        assert.equal(rowsPerFfn(1, { attention, ffn }, 'whole workers'), Math.max(...sizes));
      }
    }
  });

  it('add the time per request, of capped layers, of the experts that are hit, and count each destination', () => {
    const latency = {
      ...table2,
      attention: {
        ...table2.attention,
        perRequest: 0.1,
        capped: [
          { alpha: 0.002, tokens: 128 },
          { alpha: 0.001, tokens: 1e6 },
        ],
      },
      communication: { ...table2.communication, fanOut: { count: 4, perToken: 2 } },
      ffn: { ...table2.ffn, experts: { count: 4, perToken: 2, readTime: 90 } },
    };
    const times = stageTimes({ ...baseCase, batchSize: 1, latency }, { attention: 3, ffn: 2 });
    assertClose(times.attention, 0.00165 * 599 + 50 + 0.1 + 0.002 * 128 + 0.001 * 599, 1e-14);
    // Three rows miss an expert with chance 1/8; of 6 pairs of experts 2 lie on one worker, so 5/3 destinations.
    assertClose(times.ffn, 0.083 * 1.5 + 100 + (90 / 2) * (7 / 8), 1e-14);
    assert.equal(times.ffnMean, times.ffn);
    assertClose(times.communication, 0.022 * 1.5 * (5 / 3) + 20, 1e-14);
    assertClose(times.attentionSpread, stageTimes({ ...baseCase, batchSize: 1 }, four).attentionSpread, 1e-15);
    // With more workers than experts each still reads one of the four.
    const many = stageTimes({ ...baseCase, batchSize: 1, latency }, { attention: 3, ffn: 8 });
    assertClose(many.ffn, (0.083 * 3) / 8 + 100 + (90 / 4) * (7 / 8), 1e-14);
    // Six rows of three workers with two requests each miss an expert with chance 1/64.
    const pairs = stageTimes({ ...baseCase, batchSize: 2, latency }, { attention: 3, ffn: 2 });
    assertClose(pairs.ffn, 0.083 * 3 + 100 + (90 / 2) * (63 / 64), 1e-14);
  });
});
