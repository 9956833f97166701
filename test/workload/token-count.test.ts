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

  it('shows numbers and what stands for none, and of other texts only that they are such', () => {
    const shown = ['-5', '1.5', '1,024', '+3', '2.5e10', '1e-3', 'NaN', 'null', 'None', 'n/a', 'N/A', '-', '?'];
    for (const value of shown) assert.equal(shownValue(value), `"${value}"`);
    for (const value of ['secret', '12 monkeys', '0x10', '7'.repeat(99), 'nano', '1e99999', ' '])
      assert.equal(shownValue(value), 'text');
    assert.equal(shownValue(-5), '-5');
    assert.equal(shownValue(undefined), 'missing');
    assert.equal(shownValue(''), 'empty');
    assert.equal(shownValue(['secret']), 'a list');
    assert.equal(shownValue({ secret: 1 }), 'an object');
  });
});
