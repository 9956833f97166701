import assert from 'node:assert/strict';
import type { Carrier } from '../../../server/src/manifest/carriers/process';
import { poolByName } from '../../../server/src/manifest/launches/pool-by-name';

function pool(carrier: Partial<Pick<Carrier, 'part' | 'name' | 'labels'>>): string | undefined {
  return poolByName({ part: undefined, name: undefined, labels: new Map(), ...carrier } as Carrier);
}

describe('the pool that a name speaks of', () => {
  for (const [name, expected] of [
    ['decode-attention', 'attention'],
    ['attn', 'attention'],
    ['AttentionWorker', 'attention'],
    ['ATTENTION_0', 'attention'],
    ['a-worker-0', 'attention'],
    ['chat-ffn', 'ffn'],
    ['FFN_0', 'ffn'],
    ['expert', 'ffn'],
    ['moe-pool', 'ffn'],
    ['f-worker', 'ffn'],
    ['afd-attention-ffn', undefined],
    ['removed', undefined],
    ['data-worker', undefined],
    ['constructor', undefined],
    ['', undefined],
  ] as const) {
    it(`is ${expected} for ${JSON.stringify(name)}`, () => assert.equal(pool({ name }), expected));
  }

  it('is asked of the role first, then of labels, then of the object', () => {
    const labels = new Map([['role', 'ffn']]);
    assert.equal(pool({ part: 'attn', labels, name: 'expert' }), 'attention');
    assert.equal(pool({ part: 'main', labels, name: 'attn' }), 'ffn');
    assert.equal(pool({ part: 'main', labels: new Map([['app', 'x']]), name: 'attn' }), 'attention');
  });
});
