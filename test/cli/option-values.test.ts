import assert from 'node:assert/strict';
import { duration, someText, wholeNumber, workerCount } from '../../server/src/cli/option-values';

describe('option values', () => {
  describe('duration', () => {
    it('reads a time with its unit', () => {
      assert.deepEqual(['15ms', '0.05s', '36.1 ms'].map(duration), [0.015, 0.05, 0.0361]);
    });

    for (const text of ['15', 'ms', '-1ms', '0ms', '15 minutes']) {
      it(`refuses \`${text}\``, () => {
        assert.throws(() => duration(text), /Give a time with its unit, such as 40ms or 0\.04s/);
      });
    }
  });

  it('reads whole numbers from the least that makes sense', () => {
    assert.deepEqual([wholeNumber()('1'), wholeNumber(0)('0'), wholeNumber(2)('007')], [1, 0, 7]);
    for (const text of ['0', '1.5', '-1', '1e3', ' 1', '', '9007199254740993']) {
      assert.throws(() => wholeNumber()(text), /Give a whole number from 1\./, text);
    }
  });

  it('reads so many workers that both pools have one, up to a limit', () => {
    const read = workerCount(4096);
    assert.deepEqual([read('2'), read('4096')], [2, 4096]);
    assert.throws(() => read('1'), /Give a whole number from 2\./);
    assert.throws(() => read('4097'), /Give at most 4,096 workers\./);
  });

  it('reads a text that says something', () => {
    assert.equal(someText(' a'), ' a');
    assert.throws(() => someText(' \t'), /It is empty\./);
  });
});
