import assert from 'node:assert/strict';
import { applyEdits } from '../../server/src/text/text-range';
import { insertKey } from '../../server/src/yaml/insert-key';
import { parseYaml } from '../../server/src/yaml/yaml-document';

function inserted(text: string, path: string, value: number | string): string | undefined {
  const edit = insertKey(text, parseYaml(text)[0]!.root!, path.split('.'), value);
  return edit && applyEdits(text, [edit]);
}

describe('insert-key', () => {
  it('adds a line where the documentation has the key, below the comment of the one before', () => {
    const spec = 'spec:\n  attention: { workers: 4 }\n  ffn: { workers: 1 } # one\n\n  # Rare.\n  x-more: 1\n';
    const below = (line: string) => spec.replace('# one\n', `# one\n  ${line}\n`);
    assert.equal(inserted(spec, 'spec.microbatches', 3), below('microbatches: 3'));
    assert.equal(inserted(spec, 'spec.slo.tpot', '50ms'), below('slo: { tpot: 50ms }'));
    assert.equal(
      inserted('spec:\n  ffn:\n    workers: 1', 'spec.microbatches', 3),
      'spec:\n  ffn:\n    workers: 1\n  microbatches: 3',
    );
    assert.equal(
      inserted('spec:\r\n  ffn: *f\r\n', 'spec.microbatches', 3),
      'spec:\r\n  ffn: *f\r\n  microbatches: 3\r\n',
    );
    assert.equal(
      inserted('spec:\n    slo:\n        ttft: 2s\n    z: 1\n', 'spec.slo.tpot', '50ms'),
      'spec:\n    slo:\n        ttft: 2s\n        tpot: 50ms\n    z: 1\n',
    );
  });

  it('adds at the root, behind one predecessor alone, and below lists, aliases and merged maps', () => {
    assert.equal(inserted('a: 1\nb: 2\n', 'c', 3), 'a: 1\nb: 2\nc: 3\n');
    assert.equal(
      inserted('spec:\n  ffn: 1\n  z: 1\n', 'spec.microbatches', 3),
      'spec:\n  ffn: 1\n  microbatches: 3\n  z: 1\n',
    );
    assert.equal(inserted('a:\n  w: [1, 2]\nz: 1\n', 'a.b', 3), 'a:\n  w: [1, 2]\n  b: 3\nz: 1\n');
    const alias = 'x: &f { w: 1 }\nspec:\n  ffn: *f\n';
    assert.equal(inserted(alias, 'spec.microbatches', 3), `${alias}  microbatches: 3\n`);
    const inline = 'a:\n  <<: { q: 1 }\n  w: 4\n';
    assert.equal(inserted(inline, 'a.b', 3), `${inline}  b: 3\n`);
  });

  it('adds to flow maps behind the last of their own keys', () => {
    assert.equal(
      inserted('spec: { attention: { workers: 4 }, ffn: { workers: 1 }, z: 1 }', 'spec.slo.tpot', '50ms'),
      'spec: { attention: { workers: 4 }, ffn: { workers: 1 }, slo: { tpot: 50ms }, z: 1 }',
    );
    const merged = 'p: &p { q: 1 }\na: { w: 4, <<: *p }';
    assert.equal(inserted(merged, 'a.b', 2), merged.replace('w: 4', 'w: 4, b: 2'));
    assert.equal(inserted('{"a": {"w": 4}}', 'a.b.c', 'x'), '{"a": {"w": 4, "b": { "c": "x" }}}');
  });

  it('finds no place in what is shared, empty, there already or more than a line can take', () => {
    for (const [text, path] of [
      ['p: &p { w: 1 }\na: *p\n', 'a.b'],
      ['a: {}\n', 'a.b'],
      ['a: { b: { c: 1 } }\n', 'a.b'],
      ['a: 1\n', 'a.b'],
      ['p: &p { w: 1 }\na:\n  <<: *p\n', 'a.b'],
      ['a:\n  ? w\n  : 1\n', 'a.b'],
      ['# Empty.\np: &p {}\na:\n  w:\n    <<: *p\nz: 1\n', 'a.b'],
    ] as const) {
      assert.equal(inserted(text, path, 1), undefined, text);
    }
  });
});
