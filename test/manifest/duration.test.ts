import assert from 'node:assert/strict';
import fc from 'fast-check';
import { durationText, durationUnits, parseDuration } from '../../server/src/manifest/duration';

describe('a duration', () => {
  const seconds: readonly [string, number | undefined][] = [
    ['50ms', 0.05],
    ['36ms', 0.036],
    ['36.1ms', 0.0361],
    ['1.1us', 1.1e-6],
    ['0.05 s', 0.05],
    [' 2s ', 2],
    ['3us', 3e-6],
    ['3µs', 3e-6],
    ['7ns', 7e-9],
    ['50', undefined],
    ['0ms', undefined],
    ['-5ms', undefined],
    ['1e3ms', undefined],
    ['.5s', undefined],
    ['5 m', undefined],
    ['5min', undefined],
    ['ms', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of seconds) {
    it(`of ${JSON.stringify(text)} is ${expected === undefined ? 'not one' : `${expected} s`}`, () => {
      assert.equal(parseDuration(text), expected);
    });
  }

  it('can be written in every unit offered', () => {
    for (const unit of durationUnits) assert.notEqual(parseDuration(`1${unit}`), undefined);
  });
});

describe('the text of a duration', () => {
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
