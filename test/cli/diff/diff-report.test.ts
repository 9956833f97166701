import assert from 'node:assert/strict';
import { compareFiles, whyNotEvaluated } from '../../../server/src/cli/diff/diff-report';
import { manifest } from '../git/temporary-repository';
import { analysed, difference } from './diff-sides';

const file = (...documents: readonly string[]) => analysed(documents.join('---\n'));

/** Each difference as `change title`. */
function changes(before: readonly string[], after: readonly string[]): readonly string[] {
  return compareFiles(file(...before), file(...after)).map(({ change, title }) => `${change} ${title}`);
}

describe('the comparison of two versions of a file', () => {
  const [a, b, unnamed] = [manifest({ name: 'a' }), manifest({ name: 'b' }), manifest({ name: null })];
  const more = (facts: object) => manifest({ attention: 6, ...facts });

  it('finds nothing where nothing that counts changed', () => {
    const nothing: readonly (readonly [string, readonly string[], readonly string[]])[] = [
      ['the same text', [a, b, unnamed], [a, b, unnamed]],
      ['comments and layout', [a], [`# why\n${a.replace('{ workers: 4,', '\n    { workers: 4, # four\n     ')}`]],
      ['another order', [a, b], [b, a]],
      ['another name', [a, b], [a, manifest({ name: 'c' })]],
      ['a first name', [a, unnamed], [a, b]],
      ['two of the same name', [a, more({ name: 'a' })], [a, more({ name: 'a' })]],
      ['no deployment', ['kind: Pod\n'], ['kind: Service\n']],
      ['a change too small to be shown', [a], [a.replace('meanDecode: 500', 'meanDecode: 500.0001')]],
    ];
    for (const [title, before, after] of nothing) assert.deepEqual(changes(before, after), [], title);
  });

  it('finds what changed, by name, and by order where there is none', () => {
    assert.deepEqual(changes([a, b], [more({ name: 'b' }), a]), ['changed b']);
    assert.deepEqual(changes([unnamed, a, unnamed], [unnamed, more({ name: null }), a]), [
      'changed deploy/chat.afd.yaml, document 2',
    ]);
    assert.deepEqual(changes([unnamed], [more({ name: null })]), ['changed deploy/chat.afd.yaml']);
    assert.deepEqual(changes([a], [manifest({ name: 'a', microbatches: 2 })]), ['changed a']);
    assert.deepEqual(changes([a], [manifest({ name: 'a', trace: null })]), ['changed a']);
  });

  it('finds what came and went, in the order of the file', () => {
    assert.deepEqual(changes([a], [more({ name: 'new' }), a, more({ name: 'newer', ffn: 2 })]), [
      'added new',
      'added newer',
    ]);
    assert.deepEqual(changes([a, b], [more({ name: 'c' }), a]), ['added c', 'removed b']);
    assert.deepEqual(
      compareFiles(undefined, file(a)).map(({ change, before, after }) => [change, before, after?.deployment.name]),
      [['added', undefined, 'a']],
    );
    assert.deepEqual(
      compareFiles(file(a), undefined).map(({ change, before, after }) => [change, before?.deployment.name, after]),
      [['removed', 'a', undefined]],
    );
    assert.deepEqual(changes([a, b], [more({ name: 'b' }), more({ name: 'c' }), a]), ['changed b', 'added c']);
  });

  it('says how a renamed file was called', () => {
    const before = analysed(a, 'old.afd.yaml');
    assert.deepEqual(compareFiles(before, analysed(a, 'new.afd.yaml'), true), []);
    const [diff] = compareFiles(before, analysed(more({ name: 'a' }), 'new.afd.yaml'), true);
    assert.deepEqual([diff?.file, diff?.previousFile], ['new.afd.yaml', 'old.afd.yaml']);
    const [other] = compareFiles(before, analysed(more({ name: 'a' }), 'new.afd.yaml'));
    assert.deepEqual([other?.file, other?.previousFile], ['new.afd.yaml', undefined]);
  });

  it('tells which findings came and went, and that a suppressed one did not go', () => {
    const best = manifest({ attention: 10 });
    const accepted = manifest().replace('workers: 4,', 'workers: 4, # afd-lens: ignore AFD101 -- fixed\n   ');
    const found = (before: string, after: string) => difference(before, after).findings;
    assert.deepEqual(found(manifest(), best), { appeared: [], gone: [{ code: 'AFD101', suppressed: false }] });
    assert.deepEqual(found(best, manifest()), { appeared: [{ code: 'AFD101', suppressed: false }], gone: [] });
    assert.deepEqual(found(best, accepted), { appeared: [{ code: 'AFD101', suppressed: true }], gone: [] });
    const changed = accepted.replace('batchSize: 256', 'batchSize: 260');
    assert.deepEqual(found(manifest(), changed), { appeared: [], gone: [] });
  });

  it('says why a side has no prediction', () => {
    const { before, after } = difference(manifest(), manifest({ trace: 'none.csv' }));
    assert.deepEqual(whyNotEvaluated(before!), []);
    const [why, ...others] = whyNotEvaluated(after!);
    assert.match(why!, /none\.csv` does not exist/);
    assert.deepEqual(others, []);
  });
});
