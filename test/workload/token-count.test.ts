import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shownValue, tokenCount } from '../../server/src/workload/token-count';

describe('token count', () => {
  it('takes whole numbers as exporters write them', () => {
    const accepted: readonly [unknown, number][] = [
      [0, 0],
      [123, 123],
      ['123', 123],
      [' 123 ', 123],
      ['123.0', 123],
      ['123.', 123],
      ['1e3', 1000],
      ['+7', 7],
      ['0012', 12],
    ];
    for (const [value, expected] of accepted) assert.equal(tokenCount(value), expected, String(value));
  });

  it('refuses everything else', () => {
    const refused = [
      -1,
      1.5,
      Number.NaN,
      Infinity,
      2 ** 53,
      '',
      ' ',
      '-1',
      '1.5',
      '0x10',
      'Infinity',
      '1,234',
      '1e999',
    ];
    for (const value of [...refused, '99999999999999999999', null, undefined, true, [], {}, [5]]) {
      assert.equal(tokenCount(value), undefined, String(value));
    }
  });

  it('reads back every whole number', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (count) => tokenCount(String(count)) === count));
  });

  it('shows values briefly', () => {
    assert.equal(shownValue('x'.repeat(99)), `"${'x'.repeat(30)}…"`);
    assert.equal(shownValue(undefined), 'missing');
    assert.equal(shownValue(''), 'empty');
    assert.equal(shownValue(['secret']), 'a list');
    assert.equal(shownValue({ secret: 1 }), 'an object');
  });
});
