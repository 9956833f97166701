import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ArrivalClock } from '../../server/src/workload/arrival-time';

describe('arrival time', () => {
  it('reads dates with seven-digit fractions as UTC', () => {
    const clock = new ArrivalClock('date');
    const first = clock.seconds('2023-11-16 18:17:03.9799600')!;
    const second = clock.seconds('2023-11-16 18:17:04.0319600')!;
    assert.ok(Math.abs(second - first - 0.052) < 1e-6);
    assert.equal(Math.floor(first), Date.UTC(2023, 10, 16, 18, 17, 3) / 1000);
  });

  it('agrees with Date for any instant, zoned or not, in any order', () => {
    const clock = new ArrivalClock('date');
    const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2039-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.constantFrom('', 'Z', '+05:30', '-08:00', '+02'), (date, zone) => {
        const iso = date.toISOString().slice(0, -1);
        const offset = { '': 0, Z: 0, '+05:30': 19_800, '-08:00': -28_800, '+02': 7200 }[zone]!;
        assert.ok(
          Math.abs(clock.seconds(`${iso.replace('T', ' ')}${zone}`)! - (date.getTime() / 1000 - offset)) < 1e-6,
        );
      }),
    );
  });

  it('scales numbers and refuses what is no time', () => {
    assert.equal(new ArrivalClock('ms').seconds(1500), 1.5);
    assert.equal(new ArrivalClock('ns').seconds(2_500_000_000), 2.5);
    assert.equal(new ArrivalClock('s').seconds('4.75'), 4.75);
    for (const value of ['', 'soon', undefined, null, {}, Number.NaN]) {
      assert.equal(new ArrivalClock('s').seconds(value), undefined);
      assert.equal(new ArrivalClock('date').seconds(value), undefined);
    }
  });
});
