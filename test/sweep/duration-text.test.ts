import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDuration } from '../../server/src/manifest/duration';
import { durationText } from '../../server/src/sweep/duration-text';

describe('duration-text', () => {
  it('writes times in the unit and spacing of what was there', () => {
    assert.equal(durationText(0.05), '50ms');
    assert.equal(durationText(0.0075, '50ms'), '7.5ms');
    assert.equal(durationText(0.04, '0.05s'), '0.04s');
    assert.equal(durationText(0.04, "'50 ms'"), '40 ms');
    assert.equal(durationText(0.04, '50000us'), '40000us');
    assert.equal(durationText(0.04, 'soon'), '40ms');
  });

  it('keeps the time, or says that it cannot', () => {
    assert.equal(durationText(1e-12), '0.001ns');
    assert.equal(durationText(1e20), '100000000000000000000s');
    for (const none of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-18, 1e30]) {
      assert.equal(durationText(none), undefined, `${none}`);
    }
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e6, noNaN: true }), fc.constantFrom('1s', '1 ms', '1us'), (time, like) =>
        assert.ok(Math.abs(parseDuration(durationText(time, like)!)! / time - 1) < 1e-11),
      ),
    );
  });
});
