import assert from 'node:assert/strict';
import { findingsOf, fixed } from '../../analysis/analysed';
import { onDevices } from '../on-devices';

const changes = (text: string) =>
  findingsOf(text)
    .filter(({ code }) => code === 'AFD502')
    .flatMap(({ fixes }) => fixes.filter(({ title }) => title.startsWith('Change the')));
const text = onDevices('{ workers: 8, batchSize: &b 80 }', '{ workers: 12 }', '  microbatches: 3\n');

describe('count-fix', () => {
  it('writes the number where it stands', () => {
    const plain = text.replace('&b 80', '80');
    assert.equal(fixed(plain, changes(plain)[0]!), plain.replace('80 }', '51 }'));
  });

  it('edits the anchor, or overrides it here, where a value is shared', () => {
    const aliased = text.replace('&b 80', '*b').replace('spec:', 'x-b: &b 80\nspec:');
    const offered = changes(aliased).filter(({ title }) => title.includes(' 51'));
    assert.deepEqual(
      offered.map((fix) => /batchSize: (\S+)|&b (\d+)/g[Symbol.match](fixed(aliased, fix))),
      [
        ['&b 51', 'batchSize: *b'],
        ['&b 80', 'batchSize: 51'],
      ],
    );
    assert.deepEqual(
      offered.map(({ title, cosmetic }) => [title.replace(/.* too/, ''), cosmetic]),
      [
        [': edit the anchor &b', false],
        ['', false],
      ],
    );
  });

  it('offers nothing that would not be read again as that number', () => {
    assert.deepEqual(changes(text.replace('&b 80', '"{{ .Values.batch }}"')), []);
  });
});
