import assert from 'node:assert/strict';
import { durationUnits, parseDuration } from '../../server/src/manifest/duration';

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
