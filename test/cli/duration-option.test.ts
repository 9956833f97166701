import assert from 'node:assert/strict';
import { duration } from '../../server/src/cli/duration-option';

describe('duration option', () => {
  it('reads a time with its unit', () => {
    assert.deepEqual(['15ms', '0.05s', '36.1 ms'].map(duration), [0.015, 0.05, 0.0361]);
  });

  for (const text of ['15', 'ms', '-1ms', '0ms', '15 minutes']) {
    it(`refuses \`${text}\``, () => {
      assert.throws(() => duration(text), /Give a time with its unit, such as 40ms or 0\.04s/);
    });
  }
});
