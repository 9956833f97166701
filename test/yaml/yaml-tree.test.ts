import assert from 'node:assert/strict';
import { parseYaml } from '../../server/src/yaml/yaml-document';
import { entriesAt, pathAt } from '../../server/src/yaml/yaml-tree';

/** The text without its `|`, and where that stood. */
function marked(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('|');
  return { text: text.slice(0, offset) + text.slice(offset + 1), offset };
}

describe('the path at a place of a document', () => {
  const cases: readonly [string, string, string][] = [
    ['a key', 'spec:\n  att|ention: { workers: 4 }\n', 'spec.attention'],
    ['a value', 'spec:\n  attention: { workers: |4 }\n', 'spec.attention.workers'],
    ['the end of a value', 'spec:\n  attention: { workers: 42| }\n', 'spec.attention.workers'],
    ['a key of a flow map behind another without a space', '{a: 1,|b: 2}', 'b'],
    ['an item of a list', 'pools:\n  - a\n  - |b\n', 'pools[1]'],
    ['a key in an item', 'spec:\n  pools:\n    - name: x\n    - name: |y\n', 'spec.pools[1].name'],
    ['a list in a list', 'a: [[1, 2], [|3]]', 'a[1][0]'],
    ['a key with dots and spaces', 'a:\n  "b.c d": |1\n', 'a."b.c d"'],
    ['a key with dashes and a slash', 'x-note:\n  app/name: |1\n', 'x-note.app/name'],
    ['the first key behind a list of maps', 'x-notes:\n  - a: 1\n|spec: 2\n', 'spec'],
    ['the first key behind a block scalar', 'x-note: >\n  words\n|spec: 2\n', 'spec'],
    ['an alias', 'x: &p { w: 1 }\na: { b: *|p }\n', 'a.b'],
    ['a merge key', 'x: &p { w: 1, v: 2 }\na: { <<: *|p, b: 3 }\n', 'a'],
    ['a key beside a merge key', 'x: &p { w: 1, v: 2 }\na: { <<: *p, b: |3 }\n', 'a.b'],
    ['a comment between keys', 'a: 1\n# |x\nb: 2\n', ''],
    ['an empty document', '|', ''],
  ];
  for (const [title, text, expected] of cases) {
    it(`is right for ${title}`, () => {
      const { text: plain, offset } = marked(text);
      assert.equal(pathAt(parseYaml(plain)[0]?.root, offset), expected);
    });
  }

  it('has the keys of the entries there', () => {
    const { text, offset } = marked('x-notes:\n  - a: 1\n|spec:\n  b: 2\n');
    const keysAt = (at: number) => entriesAt(parseYaml(text)[0]!.root!, at).map(({ key }) => key);
    assert.deepEqual(keysAt(offset), ['spec']);
    assert.deepEqual(keysAt(text.indexOf('b')), ['spec', 'b']);
    assert.deepEqual(keysAt(text.indexOf('1')), ['x-notes', 'a']);
  });
});
