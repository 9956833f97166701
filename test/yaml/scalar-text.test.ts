// Also tests: yaml/block-scalar, yaml/spans
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Document, Scalar } from 'yaml';
import { rangeOfText, sliceText, unknownsIn } from '../../server/src/text/mapped-text';
import { scalarText } from '../../server/src/yaml/scalar-text';
import { parseYaml } from '../../server/src/yaml/yaml-document';
import { nodeAt, type TreeNode, type TreeScalar } from '../../server/src/yaml/yaml-tree';

/** Every scalar value of a tree. */
function scalarsOf(node: TreeNode): readonly TreeScalar[] {
  switch (node.kind) {
    case 'scalar':
      return [node];
    case 'sequence':
      return node.items.flatMap(scalarsOf);
    case 'map':
      return node.entries.flatMap(({ value }) => scalarsOf(value));
  }
}

/** Holds a scalar's text to the value that the parser read, and every exact range of it to the file. */
function check(file: string, scalar: TreeScalar): void {
  const mapped = scalarText(file, scalar);
  assert.equal(mapped.text, scalar.source);
  let at = 0;
  for (const piece of mapped.pieces) {
    assert.equal(piece.at, at);
    at += piece.length;
    assert.ok(scalar.range.start <= piece.source.start && piece.source.end <= scalar.range.end);
    if (!piece.verbatim) continue;
    assert.equal(file.slice(piece.source.start, piece.source.end), mapped.text.slice(piece.at, at));
  }
  assert.equal(at, mapped.text.length);
}

/** The text of the scalar at `a`. */
function textOf(file: string, path = 'a') {
  const node = nodeAt(parseYaml(file)[0]?.root, path.split('.'));
  assert.equal(node?.kind, 'scalar');
  return scalarText(file, node as TreeScalar);
}

const styles = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;
const pieces = [
  ' ',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\t',
  "'",
  '"',
  '\\',
  '#',
  ': ',
  '- ',
  'word',
  'a',
  '{',
  '$X',
  '推',
  '🚀',
  '\r',
];
const value = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join(''));

describe('the text of a scalar', () => {
  it('is the value, in every style that a writer of YAML chooses', () => {
    const item = fc.record({
      text: fc.oneof(value, fc.string({ maxLength: 30 })).filter((text) => !/[\0\uE000]|\{\{/.test(text)),
      style: fc.constantFrom(...styles),
      depth: fc.integer({ min: 0, max: 3 }),
      lineWidth: fc.constantFrom(0, 20, 40),
      lineBreak: fc.constantFrom('\n', '\r\n'),
    });
    fc.assert(
      fc.property(item, ({ text, style, depth, lineWidth, lineBreak }) => {
        const scalar = new Scalar(text);
        scalar.type = style;
        let data: unknown = { before: 1, a: scalar, behind: ['x'] };
        for (let level = 0; level < depth; level++) data = level % 2 ? { nested: data } : [data];
        const file = new Document(data).toString({ lineWidth, minContentWidth: 5 }).replaceAll('\n', lineBreak);
        const [document] = parseYaml(file);
        const scalars = scalarsOf(document!.root!);
        assert.equal(scalars.length, 3);
        for (const each of scalars) check(file, each);
      }),
      { numRuns: 1000 },
    );
  });

  it('is what the parser reads, however the text is laid out', () => {
    const soup = fc.array(
      fc.constantFrom(...pieces, '\n  ', '\n   ', '\n    ', '\r\n  ', '\r\n', '\\\n  ', '\\x41', '\\n', '\\ '),
      {
        maxLength: 25,
      },
    );
    const header = fc.constantFrom('|', '|-', '|+', '>', '>-', '>+', '|2', '>1', '| # c', '"', "'", 'w', '|+1', '>2-');
    fc.assert(
      fc.property(header, soup, fc.constantFrom('a: ', '- - ', 'a:\n  b: ', '- a: '), (start, parts, lead) => {
        const body = parts.join('');
        const close = start === '"' || start === "'" ? start : '';
        const file = `${lead}${start}${close || start === 'w' ? '' : '\n  '}${body}${close}\n`;
        for (const { root, wellFormed } of parseYaml(file)) {
          if (wellFormed && root) for (const scalar of scalarsOf(root)) check(file, scalar);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives each line of a literal block in one piece, with the empty lines behind it', () => {
    const { text, pieces: lines } = textOf('a: |\n  one  two\n    three\n\n  four\n');
    assert.equal(text, 'one  two\n  three\n\nfour\n');
    assert.deepEqual(
      lines.map(({ at, length, source }) => [at, length, source.start]),
      [
        [0, 9, 7],
        [9, 9, 18],
        [18, 5, 29],
      ],
    );
  });

  const templates: readonly [string, string, string, readonly string[]][] = [
    ['a plain value', 'a: {{ .x }}\n', '?', ['{{ .x }}']],
    ['two of them side by side', 'a: "{{ .x }}{{ .y }}-1"\n', '??-1', ['{{ .x }}', '{{ .y }}']],
    ['quotes inside the expression', 'a: "v{{ index .v "k" }}w"\n', 'v?w', ['{{ index .v "k" }}']],
    ['doubled quotes inside and outside', "a: 'it''s {{ q '' }}'\n", "it's ?", ["{{ q '' }}"]],
    ['a block', 'a: |\n  x {{ .x }} y\n  z\n', 'x ? y\nz\n', ['{{ .x }}']],
    ['a folded block', 'a: >-\n  x\n  {{ .x }}\n  y\n', 'x ? y', ['{{ .x }}']],
    [
      'a line of its own',
      'a: |\n  x\n  {{- if .x }}\n  y\n  {{- end }}\n  z\n',
      'x\n?\ny\n?\nz\n',
      ['{{- if .x }}', '{{- end }}'],
    ],
    [
      'a line of its own that is not indented',
      'a: |\n  x\n{{- if .x }}\n  y\n{{- end }}\nb: 1\n',
      'x\n?\ny\n',
      ['{{- if .x }}'],
    ],
    ['first in the block, and not indented', 'a: |\r\n{{- if .x }}\r\n  y\r\n', '?\ny\n', ['{{- if .x }}']],
    [
      'behind a line that goes on',
      'a: |\n  x \\\n{{- if .x }}\n    --y \\\n{{- end }}\n    --z\n',
      'x \\\n?   --y \\\n?   --z\n',
      ['{{- if .x }}', '{{- end }}'],
    ],
  ];
  for (const [title, file, expected, unknown] of templates) {
    it(`holds one unknown character for each template expression: ${title}`, () => {
      const mapped = textOf(file);
      assert.equal(mapped.text.replaceAll('\uE000', '?'), expected);
      assert.deepEqual(unknownsIn(mapped), unknown);
      for (const [index, character] of [...mapped.text].entries()) {
        if (character !== '\uE000') continue;
        const { start, end } = rangeOfText(mapped, index, index + 1);
        assert.deepEqual(unknownsIn(sliceText(mapped, index, index + 1)), [file.slice(start, end)]);
      }
    });
  }

  it('is found in a later document, by offsets of the file', () => {
    const first = 'x: 1\n';
    const file = `${first}---\na: &n |\n  ranks 8\nb: *n\n`;
    const [document] = parseYaml(file.slice(first.length), first.length);
    for (const key of ['a', 'b']) {
      const mapped = scalarText(file, nodeAt(document!.root, [key]) as TreeScalar);
      const { start, end, exact } = rangeOfText(mapped, 6, 7);
      assert.deepEqual([file.slice(start, end), exact], ['8', true]);
    }
  });

  it('takes a megabyte of backslashes, blanks, quotes and line breaks', () => {
    for (const unit of ['\\\\', ' ', "''", '\\"', '\t \r', 'a\\n', "a''", 'a\n  ']) {
      const mark = unit.includes("'") ? "'" : '"';
      const file = `a: ${mark}${unit.repeat(300_000)}${mark}\n`;
      const [document] = parseYaml(file);
      const scalar = nodeAt(document!.root, ['a']) as TreeScalar;
      assert.equal(scalarText(file, scalar).text, scalar.source);
    }
  });
});
