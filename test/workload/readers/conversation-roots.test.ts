import assert from 'node:assert/strict';
import { ConversationRoots } from '../../../server/src/workload/readers/conversation-roots';

describe('conversation-roots', () => {
  it('are the names of conversations where these are given', () => {
    const roots = new ConversationRoots();
    assert.deepEqual([roots.rootOf(' a ', undefined), roots.rootOf('a', undefined)], ['a', 'a']);
    assert.deepEqual([roots.rootOf(undefined, undefined), roots.rootOf('  ', undefined)], [undefined, undefined]);
  });

  it('are the first of a chain of requests, each of which says what it follows', () => {
    const roots = new ConversationRoots();
    const chain = [
      ['1', '-1'],
      ['2', '1'],
      ['9', ''],
      ['3', '2'],
      ['10', '9'],
    ] as const;
    assert.deepEqual(
      chain.map(([name, follows]) => roots.rootOf(name, follows)),
      ['1', '1', '9', '1', '9'],
    );
    assert.equal(roots.rootOf('50', '40'), '40', 'the one before was not seen');
  });
});
