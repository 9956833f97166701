import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitDocuments } from '../../server/src/yaml/document-chunks';
import { parseYaml } from '../../server/src/yaml/yaml-document';
import { toPlain } from '../../server/src/yaml/yaml-tree';

/** What the documents of a text mean, empty ones left out, with where each root stands in the file. */
function meaning(chunks: readonly { start: number; text: string }[]): unknown[] {
  return chunks.flatMap(({ start, text }) =>
    parseYaml(text).flatMap(({ root, wellFormed }) =>
      root ? [{ wellFormed, at: start + root.range.start, data: toPlain(root) }] : [],
    ),
  );
}

const bodies = [
  'a: 1\nb: [x, y]\n',
  'text: |\n  ---\n  a: 1\n  --- b\nnext: 2\n',
  'folded: >-\n  one\n   ---\n\n  two\nc: 3\n',
  'plain: a --- b\nd: "---"\n',
  '# only a comment\n',
  '',
  'x: &anchor { y: 1 }\nz: *anchor\n',
  'name: 推理 🚀 # ünïcode\n',
  '- 1\n- 2\n',
  'quoted: "a\n\n  ---\n  b"\n',
  '{ flow: [1, { b: 2 }] }\n',
  '---x: 1\n',
];
const separators = ['---\n', '--- # comment\n', '---   \n', '--- !!map\n'];

const files = fc
  .record({
    parts: fc.array(fc.tuple(fc.constantFrom(...separators), fc.constantFrom(...bodies)), { maxLength: 6 }),
    first: fc.constantFrom(...bodies),
    crlf: fc.boolean(),
    bom: fc.boolean(),
    directive: fc.constantFrom('', '', '', '%YAML 1.2\n---\n'),
  })
  .map(({ parts, first, crlf, bom, directive }) => {
    const text = directive + first + parts.map(([separator, body]) => separator + body).join('');
    return (bom ? '\uFEFF' : '') + (crlf ? text.replaceAll('\n', '\r\n') : text);
  });

describe('document chunks', () => {
  it('together are the whole text', () => {
    fc.assert(
      fc.property(files, (text) => {
        let end = 0;
        for (const chunk of splitDocuments(text)) {
          assert.equal(chunk.start, end);
          end += chunk.text.length;
          assert.equal(text.slice(chunk.start, end), chunk.text);
        }
        assert.equal(end, text.length);
      }),
    );
  });

  it('mean what the whole text means', () => {
    fc.assert(
      fc.property(files, (text) => {
        assert.deepEqual(meaning(splitDocuments(text)), meaning([{ start: 0, text }]));
      }),
      { numRuns: 250 },
    );
  });

  const cuts: readonly [string, string, readonly string[]][] = [
    ['one document', 'a: 1\n', ['a: 1\n']],
    ['two documents', 'a: 1\n---\nb: 2\n', ['a: 1\n', '---\nb: 2\n']],
    ['comments before the first marker stay with it', '# c\n\n---\na: 1\n---\n', ['# c\n\n---\na: 1\n', '---\n']],
    ['a marker needs white space behind it', 'a: 1\n---b: 2\n', ['a: 1\n---b: 2\n']],
    ['a directive keeps the file whole', '%YAML 1.1\n---\na: 1\n---\nb: 1\n', ['%YAML 1.1\n---\na: 1\n---\nb: 1\n']],
    ['an end marker keeps the file whole', 'a: 1\n...\n---\nb: 1\n', ['a: 1\n...\n---\nb: 1\n']],
    ['a Unicode line separator does not end a line of YAML', 'a: "x\u2028--- y"\n', ['a: "x\u2028--- y"\n']],
    ['the empty text', '', ['']],
  ];
  for (const [title, text, expected] of cuts) {
    it(`are cut as expected: ${title}`, () => {
      assert.deepEqual(
        splitDocuments(text).map((chunk) => chunk.text),
        expected,
      );
    });
  }

  it('are found behind a million empty lines', () => {
    assert.equal(splitDocuments(`${'\n'.repeat(1_000_000)}--- a\n--- b`).length, 2);
  });
});
