import assert from 'node:assert/strict';
import fc from 'fast-check';
import { offsetAt, onFirstLine, sourceLine, sourceText } from '../../../../server/src/cli/check/formats/source-text';
import { LineIndex } from '../../../../server/src/report/line-and-column';

describe('the lines of a text', () => {
  it('end with a line feed, with or without a carriage return before it', () => {
    const source = sourceText('a\r\nb\n\nc\rd');
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((line) => sourceLine(source, line)),
      ['', 'a', 'b', '', 'c\rd', ''],
    );
    assert.deepEqual([sourceLine(sourceText(''), 1), sourceLine(sourceText('a\n'), 2)], ['', '']);
  });

  it('turn a place back into the offset it was made from', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '🚀') }), fc.nat(), (text, number) => {
        const offset = number % (text.length + 1);
        // Within a line end there is no place.
        fc.pre(text.slice(offset - 1, offset + 1) !== '\r\n');
        assert.equal(offsetAt(sourceText(text), new LineIndex(text).placeAt(offset)), offset);
      }),
    );
  });

  it('keep of a span what is on its first line', () => {
    const source = sourceText('abc\r\ndef\n');
    const span = (line: number, column: number, endLine: number, endColumn: number) => {
      return { start: { line, column }, end: { line: endLine, column: endColumn } };
    };
    assert.deepEqual(onFirstLine(span(1, 2, 1, 3), source), { line: 1, column: 2, endColumn: 3 });
    assert.deepEqual(onFirstLine(span(1, 2, 2, 3), source), { line: 1, column: 2, endColumn: 4 });
    assert.deepEqual(onFirstLine(span(1, 4, 2, 1), source), { line: 1, column: 4, endColumn: 4 });
    assert.deepEqual(onFirstLine(span(1, 2, 2, 3), undefined), { line: 1, column: 2, endColumn: 2 });
  });
});
