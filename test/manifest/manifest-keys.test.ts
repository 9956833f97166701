import assert from 'node:assert/strict';
import type { KeyPath } from '../../server/src/generated/key-paths';
import { manifestKeys } from '../../server/src/manifest/manifest-keys';

describe('manifest keys', () => {
  it('are the parts of a path that the schema knows', () => {
    assert.deepEqual(manifestKeys('spec.attention.batchSize'), ['spec', 'attention', 'batchSize']);
    assert.deepEqual(manifestKeys('kind'), ['kind']);
  });

  it('do not compile where the schema has no such key, and may lie in a list', () => {
    // @ts-expect-error
    manifestKeys('spec.attention.worker');
    const inItem: KeyPath = 'ignores.rule';
    // @ts-expect-error
    const above: KeyPath = 'spec.rule';
    assert.notEqual(inItem, above);
  });
});
