import assert from 'node:assert/strict';
import type { Deployment, Pool } from '../../server/src/manifest/deployment';
import type { Fact } from '../../server/src/manifest/fact';
import { resizes, whyNotEditable } from '../../server/src/manifest/resize';
import { applyEdits } from '../../server/src/text/text-range';
import { editedFiles, factOf, poolOf, readDeployment } from './stated-launch';

const text = 'attn a=8 f=2 dp=4 tp=2 seqs=256\nffn a=8 f=2 port=1239\n';

function resized(stated: string, attention: number, ffn: number, others: Readonly<Record<string, string>> = {}) {
  return resizes(readDeployment(stated, others)!, { attention, ffn }).map(({ edits, elsewhere }) => [
    applyEdits(stated, edits),
    editedFiles(others, elsewhere),
  ]);
}

describe('resize', () => {
  it('changes every number that states the size of a pool, in its own unit', () => {
    assert.deepEqual(resized(text, 12, 2), [['attn a=12 f=2 dp=6 tp=2 seqs=256\nffn a=12 f=2 port=1239\n', {}]]);
    assert.deepEqual(resized(text, 12, 4), [['attn a=12 f=4 dp=6 tp=2 seqs=256\nffn a=12 f=4 port=1239\n', {}]]);
    assert.deepEqual(resized(text, 8, 4), [['attn a=8 f=4 dp=4 tp=2 seqs=256\nffn a=8 f=4 port=1239\n', {}]]);
  });

  it('is not there for a size that a factor does not divide, or none at all', () => {
    assert.deepEqual(resized(text, 9, 2), []);
    assert.deepEqual(resized(text, 0, 2), []);
    assert.deepEqual(resizes({ ...readDeployment(text)!, ffn: undefined }, { attention: 12, ffn: 2 }), []);
  });

  it('edits the other file that states the sizes too', () => {
    const [attn, ffn] = ['attn a=8 f=2 seqs=256\n', 'ffn a=8 f=2\n'];
    assert.deepEqual(resized(attn, 12, 4, { '/x.yaml': ffn }), [
      ['attn a=12 f=4 seqs=256\n', { '/x.yaml': 'ffn a=12 f=4\n' }],
    ]);
    const [only] = resizes(readDeployment(attn, { '/x.yaml': ffn })!, { attention: 12, ffn: 2 });
    assert.deepEqual(only!.elsewhere, [
      { path: '/x.yaml', edits: [{ range: { start: 6, end: 7 }, newText: '12', oldText: '8' }] },
    ]);
  });

  it('writes a number once that states both copies, and never two sizes into one', () => {
    const both = 'N=8\nattn a=$N f=2\nffn a=$N f=2\n';
    assert.deepEqual(resized(both, 12, 2), [['N=12\nattn a=$N f=2\nffn a=$N f=2\n', {}]]);
    const one = 'N=8\nattn a=$N f=$N\nffn a=$N f=$N\n';
    assert.deepEqual(resized(one, 12, 8), []);
    assert.deepEqual(resized(one, 16, 16), [['N=16\nattn a=$N f=$N\nffn a=$N f=$N\n', {}]]);
  });

  it('says why a size cannot be edited', () => {
    const because = (more: Partial<Pool>) => whyNotEditable(poolOf(4, more));
    assert.equal(because({}), undefined);
    assert.equal(
      because({ notEditable: '`0x4` is not a plain decimal number' }),
      '`0x4` is not a plain decimal number',
    );
    assert.equal(because({ size: factOf(4, { setIn: 'a.yaml' }) }), 'it is set in `a.yaml`');
    const copy = { fact: factOf(4, { literal: false }), factor: 1 };
    assert.equal(because({ copies: [copy] }), 'not every number that states it is written out');
    const deployment = { ...readDeployment(text)!, attention: poolOf(4, { copies: [copy] }) } satisfies Deployment;
    assert.deepEqual(resizes(deployment, { attention: 8, ffn: 2 }), []);
    assert.deepEqual(resizes(deployment, { attention: 8, ffn: 4 }), [], 'not both where one cannot');
    assert.equal(resizes(deployment, { attention: 4, ffn: 4 }).length, 1, 'the FFN pool alone can change');
    const elsewhere = 'it is set at an anchor in another file';
    const [shared, anchored] = [
      { anchor: 'n', uses: 2, override: undefined },
      { anchor: 'n', uses: 1 },
    ];
    assert.equal(because({ copies: [{ fact: factOf(4, { file: '/x', shared }), factor: 1 }] }), elsewhere);
    assert.equal(because({ copies: [{ fact: factOf(4, { file: '/x', anchored }), factor: 1 }] }), elsewhere);
    assert.equal(because({ size: factOf(4, { shared, anchored }), copies: [] }), undefined, 'here it can');
    assert.equal(because({ size: factOf(4, { file: '/x' }) }), undefined);
  });

  it('edits the anchor, overrides it here where that can be written, and says where else an anchor is used', () => {
    const ways = (more: Partial<Fact<number>>) => {
      const attention = poolOf(4, { size: factOf(4, { range: { start: 3, end: 4 }, ...more }) });
      return resizes({ ...readDeployment(text)!, attention }, { attention: 12, ffn: 2 }).map(({ how, edits }) => [
        how,
        edits.map(({ range, newText }) => [range.start, newText]),
      ]);
    };
    const shared = { anchor: 'n', uses: 2 };
    const range = { start: 7, end: 9 };
    assert.deepEqual(ways({ shared: { ...shared, override: undefined } }), [
      [': edit the anchor &n, 2 uses', [[3, '12']]],
    ]);
    assert.deepEqual(ways({ shared: { ...shared, override: { kind: 'replace', range } } }), [
      [': override here', [[7, '12']]],
      [': edit the anchor &n, 2 uses', [[3, '12']]],
    ]);
    const both = [undefined, { kind: 'replace' as const, range }].map((override, index) =>
      poolOf(4, { size: factOf(4, { range: { start: index, end: index + 1 }, shared: { ...shared, override } }) }),
    );
    const deployment = { ...readDeployment(text)!, attention: both[0], ffn: both[1] };
    assert.deepEqual(
      resizes(deployment, { attention: 12, ffn: 2 }).map(({ how }) => how),
      [': edit the anchor &n, 2 uses'],
      'not here where one of two cannot be overridden',
    );
    assert.deepEqual(ways({ anchored: { anchor: 'n', uses: 1 } }), [[', also &n in 1 other place', [[3, '12']]]]);
  });
});
