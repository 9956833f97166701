import assert from 'node:assert/strict';
import { ConversationGroups } from '../../../server/src/workload/errors/conversation-groups';

describe('conversation-groups', () => {
  it('keeps the requests of a conversation together, apart from most others', () => {
    const groups = new ConversationGroups();
    for (let turn = 0; turn < 3; turn++) for (let id = 0; id < 300; id++) groups.add(100, 1, `session-${id}`);
    const sizes = groups.groups().map(({ n }) => n);
    assert.ok(sizes.every((n) => n % 3 === 0));
    assert.ok(sizes.length > 280, `${sizes.length} groups`);
  });

  it('has at most 4096 groups, of about the same size', () => {
    const groups = new ConversationGroups();
    for (let id = 0; id < 200_000; id++) groups.add(1, 1, String(id));
    const sizes = groups.groups().map(({ n }) => n);
    assert.equal(sizes.length, 4096);
    assert.ok(Math.max(...sizes) < 110, `${Math.max(...sizes)}`);
  });
});
