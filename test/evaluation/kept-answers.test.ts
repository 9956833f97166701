import assert from 'node:assert/strict';
import { KeptAnswers } from '../../server/src/evaluation/kept-answers';

describe('kept-answers', () => {
  it('gives an answer once for a key, and forgets the one that was used longest ago', () => {
    const kept = new KeptAnswers<number>(2);
    let made = 0;
    const get = (key: string) => kept.get(key, () => ++made);
    assert.deepEqual([get('a'), get('b'), get('a')], [1, 2, 1]);
    assert.equal(get('c'), 3);
    assert.deepEqual([get('a'), get('c'), get('b')], [1, 3, 4]);
  });
});
