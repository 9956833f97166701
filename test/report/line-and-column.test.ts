import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LineIndex, spanOf } from '../../server/src/report/line-and-column';
import { inFile } from '../../server/src/text/text-range';

const texts = fc
  .array(fc.constantFrom('', 'a', 'bc: d', 'é', '漢字', '🙂', '\t', '\uFEFF'), { maxLength: 8 })
  .chain((lines) => fc.constantFrom('\n', '\r\n').map((lineEnd) => lines.join(lineEnd)));

describe('line-and-column', () => {
  it('counts from 1 what the protocol of editors counts from 0, at every offset', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!text.startsWith('\uFEFF'));
        const [index, document] = [new LineIndex(text), TextDocument.create('file:///a', 'yaml', 1, text)];
        for (let offset = 0; offset <= text.length; offset++) {
          const { line, character } = document.positionAt(offset);
          assert.deepEqual(index.placeAt(offset), { line: line + 1, column: character + 1 }, `offset ${offset}`);
          const range = inFile({ start: offset, end: text.length }, 0);
          assert.deepEqual(spanOf(text, range), { start: index.placeAt(offset), end: index.placeAt(text.length) });
        }
      }),
    );
  });

  it('does not count a byte order mark at the beginning, as editors do not', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!text.startsWith('\uFEFF'));
        const [plain, marked] = [new LineIndex(text), new LineIndex(`\uFEFF${text}`)];
        assert.deepEqual(marked.placeAt(0), { line: 1, column: 1 });
        for (let offset = 0; offset <= text.length; offset++) {
          assert.deepEqual(marked.placeAt(offset + 1), plain.placeAt(offset));
        }
      }),
    );
  });

  it('takes a carriage return alone for a character, as git does', () => {
    assert.deepEqual(new LineIndex('a\rb\nc').placeAt(2), { line: 1, column: 3 });
  });
});
