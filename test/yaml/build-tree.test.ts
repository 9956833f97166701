import assert from 'node:assert/strict';
import { applyEdits } from '../../server/src/text/text-range';
import { scalarEdits } from '../../server/src/yaml/scalar-edit';
import { parseYaml, type YamlDocument } from '../../server/src/yaml/yaml-document';
import { entryOf, nodeAt, type TreeNode, type TreeScalar, toPlain } from '../../server/src/yaml/yaml-tree';

function only(text: string): YamlDocument {
  const documents = parseYaml(text);
  assert.equal(documents.length, 1);
  return documents[0]!;
}

function rootOf(text: string): TreeNode {
  const { root, problems } = only(text);
  assert.deepEqual(problems, []);
  return root!;
}

/** Every key and value of the tree as it is written. */
function literals(text: string, node: TreeNode): string[] {
  const cut = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  switch (node.kind) {
    case 'scalar':
      return [cut(node.range)];
    case 'sequence':
      return node.items.flatMap((item) => literals(text, item));
    case 'map':
      return node.entries.flatMap(({ keyRange, value }) => [cut(keyRange), ...literals(text, value)]);
  }
}

function scalarAt(root: TreeNode, path: string): TreeScalar {
  const node = nodeAt(root, path.split('.'));
  assert.equal(node?.kind, 'scalar');
  return node as TreeScalar;
}

describe('tree ranges', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['block map', 'a: 1\nb:  two # c\n', ['a', '1', 'b', 'two']],
    ['CRLF', 'a: 1\r\nb: x\r\n', ['a', '1', 'b', 'x']],
    ['BOM', '\uFEFFa: 1\n', ['a', '1']],
    ['emoji before the value', '"🚀": { 推: 8 } # 🚀\nb: 9\n', ['"🚀"', '推', '8', 'b', '9']],
    ['flow map', '{a: 1, "b":2, c: [3, 4]}', ['a', '1', '"b"', '2', 'c', '3', '4']],
    ['quoted scalars', `a: "x y"\nb: 'it''s'\n`, ['a', '"x y"', 'b', "'it''s'"]],
    ['anchors and tags are not part of the value', 'a: &x 4\nb: !!int 5\n', ['a', '4', 'b', '5']],
    ['null values', 'a:\nb: ~\nc: null\n', ['a', '', 'b', '~', 'c', 'null']],
    ['sequences', '- a: 1\n- - 2\n', ['a', '1', '2']],
    ['template expressions', 'a: {{ .x }}\nb: "{{ .y }}"\n', ['a', '{{ .x }}', 'b', '"{{ .y }}"']],
    ['nothing but a key in a flow map', '{a, b: 1}', ['a', '', 'b', '1']],
  ];
  for (const [title, text, expected] of cases) {
    it(`are the literal text: ${title}`, () => assert.deepEqual(literals(text, rootOf(text)), expected));
  }
});

describe('tree values', () => {
  const cases: readonly [string, string, unknown][] = [
    ['alias of a scalar', 'a: &x 1\nb: *x\n', { a: 1, b: 1 }],
    ['alias of a map', 'a: &x { y: 1 }\nb: *x\n', { a: { y: 1 }, b: { y: 1 } }],
    ['an anchor given twice counts from there on', 'a: &x 1\nb: *x\nc: &x 2\nd: *x\n', { a: 1, b: 1, c: 2, d: 2 }],
    ['merge key', 'a: &x { y: 1 }\nb: { <<: *x, z: 2 }\n', { a: { y: 1 }, b: { z: 2, y: 1 } }],
    ['own keys win over merged ones', 'a: &x { y: 1 }\nb:\n  y: 3\n  <<: *x\n', { a: { y: 1 }, b: { y: 3 } }],
    [
      'earlier merges win',
      'a: &x { y: 1 }\nb: &w { y: 2, v: 3 }\nc: { <<: [*x, *w] }\n',
      { a: { y: 1 }, b: { y: 2, v: 3 }, c: { y: 1, v: 3 } },
    ],
    [
      'merge of a merge',
      'a: &x { y: 1 }\nb: &w { <<: *x, v: 2 }\nc: { <<: *w }\n',
      { a: { y: 1 }, b: { v: 2, y: 1 }, c: { v: 2, y: 1 } },
    ],
    ['merge of an inline map', 'b: { <<: { y: 1 }, z: 2 }\n', { b: { z: 2, y: 1 } }],
    ['a quoted << is an ordinary key', '"<<": 1\n', { '<<': 1 }],
    [
      'numbers',
      'a: 0x10\nb: 1e3\nc: 1_000\nd: .inf\ne: +8\nf: 010\n',
      { a: 16, b: 1000, c: '1_000', d: Number.POSITIVE_INFINITY, e: 8, f: 10 },
    ],
    [
      'a key that is no scalar is what is written',
      '? [a, b]\n: 1\n? { <<: 5 }\n: 2\n',
      { '[a, b]': 1, '{ <<: 5 }': 2 },
    ],
    ['dangerous names', '__proto__: 1\nconstructor: 2\n', JSON.parse('{"__proto__":1,"constructor":2}')],
  ];
  for (const [title, text, expected] of cases) {
    it(`follow YAML: ${title}`, () => assert.deepEqual(toPlain(rootOf(text)), expected));
  }

  it('keep the first of two equal keys and report the second', () => {
    const { root, problems } = only('a: 1\nb: 2\na: 3\n');
    assert.deepEqual(toPlain(root!), { a: 1, b: 2 });
    assert.deepEqual(problems, [
      { kind: 'duplicate-key', message: '`a` is given twice in this map; keep one.', range: { start: 10, end: 11 } },
    ]);
  });

  it('keep the first of two equal keys through an alias too', () => {
    const { root } = only('x: &x { a: 1, a: 2 }\ny: *x\n');
    assert.equal(entryOf(nodeAt(root, ['y']), 'a')?.value.kind, 'scalar');
    assert.deepEqual(toPlain(root!), { x: { a: 1 }, y: { a: 1 } });
  });
});

describe('shared values', () => {
  /** The text after each way of giving the value at a path another literal. */
  function edited(text: string, path: string): Record<string, string> {
    const { range, shared } = scalarAt(rootOf(text), path);
    const ways = scalarEdits(range, shared, path.split('.').at(-1)!, '9');
    return Object.fromEntries(ways.map(({ kind, edit }) => [kind, applyEdits(text, [edit])]));
  }

  const cases: readonly [string, string, string, Record<string, string>][] = [
    ['a literal', 'a: { b: 4 } # x\n', 'a.b', { here: 'a: { b: 9 } # x\n' }],
    ['an alias', 'x: &x 4\na: *x # y\n', 'a', { anchor: 'x: &x 9\na: *x # y\n', override: 'x: &x 4\na: 9 # y\n' }],
    [
      'an alias of a map',
      'x: &x { b: 4 }\na: *x\n',
      'a.b',
      { anchor: 'x: &x { b: 9 }\na: *x\n', override: 'x: &x { b: 4 }\na: { <<: *x, b: 9 }\n' },
    ],
    [
      'a merge key',
      'x: &x { b: 4 }\na:\n  <<: *x\n  c: 1\n',
      'a.b',
      { anchor: 'x: &x { b: 9 }\na:\n  <<: *x\n  c: 1\n', override: 'x: &x { b: 4 }\na:\n  b: 9\n  <<: *x\n  c: 1\n' },
    ],
    [
      'a merge key with CRLF',
      'x: &x { b: 4 }\r\na:\r\n  c: 1\r\n  <<: *x\r\n',
      'a.b',
      {
        anchor: 'x: &x { b: 9 }\r\na:\r\n  c: 1\r\n  <<: *x\r\n',
        override: 'x: &x { b: 4 }\r\na:\r\n  c: 1\r\n  b: 9\r\n  <<: *x\r\n',
      },
    ],
    [
      'a merge key in a flow map',
      'x: &x { b: 4 }\na: { <<: *x, c: 1 }\n',
      'a.b',
      { anchor: 'x: &x { b: 9 }\na: { <<: *x, c: 1 }\n', override: 'x: &x { b: 4 }\na: { <<: *x, b: 9, c: 1 }\n' },
    ],
    [
      'a merge key in a sequence entry',
      'x: &x { b: 4 }\na:\n  - <<: *x\n    c: 1\n',
      'a.0.b',
      {
        anchor: 'x: &x { b: 9 }\na:\n  - <<: *x\n    c: 1\n',
        override: 'x: &x { b: 4 }\na:\n  - b: 9\n    <<: *x\n    c: 1\n',
      },
    ],
    [
      'deep inside an alias only the anchor can change',
      'x: &x { p: { b: 4 } }\na: *x\n',
      'a.p.b',
      { anchor: 'x: &x { p: { b: 9 } }\na: *x\n' },
    ],
  ];
  for (const [title, text, path, expected] of cases) {
    it(`can be changed: ${title}`, () => assert.deepEqual(edited(text, path), expected));
  }

  it('count the uses of their anchor', () => {
    const root = rootOf('x: &x { b: 4 }\na: *x\nc: { <<: *x }\nd: [*x]\n');
    assert.equal(scalarAt(root, 'c.b').shared?.uses, 3);
    assert.equal(scalarAt(root, 'x.b').shared, undefined);
  });
});
