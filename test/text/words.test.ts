import assert from 'node:assert/strict';
import { listed } from '../../server/src/text/words';

describe('words', () => {
  it('are listed as in a sentence', () => {
    assert.equal(listed(['a', 'b', 'c'], 'or'), 'a, b or c');
    assert.equal(listed([1, 2], 'and'), '1 and 2');
    assert.equal(listed(['a'], 'and'), 'a');
    assert.equal(listed([], 'and'), '');
  });
});
