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

  it('adds to flow maps behind the last of their own keys', () => {
    assert.equal(
      inserted('spec: { attention: { workers: 4 }, ffn: { workers: 1 }, z: 1 }', 'spec.slo.tpot', '50ms'),
      'spec: { attention: { workers: 4 }, ffn: { workers: 1 }, slo: { tpot: 50ms }, z: 1 }',
    );
    assert.equal(inserted('a: { w: 4, <<: *p }', 'a.b', 2), 'a: { w: 4, b: 2, <<: *p }');
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
    ] as const) {
      assert.equal(inserted(text, path, 1), undefined, text);
    }
  });
});
