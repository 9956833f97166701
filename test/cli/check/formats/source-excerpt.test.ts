import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sourceExcerpt } from '../../../../server/src/cli/check/formats/source-excerpt';

/** Characters as readers count them, how they are shown and in how many columns of a terminal. */
const letters: readonly (readonly [letter: string, shown: string, columns: number])[] = [
  ['a', 'a', 1],
  ['é', 'é', 1],
  ['e\u0301', 'e\u0301', 1],
  ['中', '中', 2],
  ['ｱ', 'ｱ', 1],
  ['🚀', '🚀', 2],
  ['👨‍👩‍👧', '👨‍👩‍👧', 2],
  ['𐐀', '𐐀', 1],
  ['\u001b', '\\u001b', 6],
  ['\u202e', '\\u202e', 6],
  ['\uFEFF', '\\ufeff', 6],
];

describe('a source excerpt', () => {
  const cases: readonly [string, string, number, number, string, string][] = [
    ['a value', '    workers: 4', 13, 14, '    workers: 4', '             ^'],
    ['behind tabs', '\ta\tworkers: 4', 12, 13, '    a   workers: 4', '                 ^'],
    ['behind wide letters', '"負荷": 4', 6, 7, '"負荷": 4', '        ^'],
    ['wide letters', '# 長い', 2, 4, '# 長い', '  ^^^^'],
    ['a tab', 'a:\tb', 2, 3, 'a:  b', '  ^^'],
    ['an escape sequence', 'a: \u001b[31m', 3, 8, 'a: \\u001b[31m', '   ^^^^^^^^^^'],
    ['half a letter', '🚀x', 1, 2, '🚀x', '^^'],
    ['nothing', 'a: b', 3, 3, 'a: b', '   ^'],
    ['the end of a line', 'a:', 2, 2, 'a:', '  ^'],
    ['more than the line', 'abc', 1, 9, 'abc', ' ^^'],
    ['behind a byte order mark', '\uFEFFkind: x', 1, 5, 'kind: x', '^^^^'],
    ['an empty line', '', 0, 0, '', '^'],
  ];
  for (const [title, line, start, end, shown, carets] of cases) {
    it(`marks ${title}`, () => assert.deepEqual(sourceExcerpt(line, start, end), { line: shown, carets }));
  }

  it('cuts a long line around what it marks', () => {
    const line = `${'x'.repeat(50)}: value ${'y'.repeat(50)}`;
    assert.deepEqual(sourceExcerpt(line, 52, 57, 21), { line: '…xxxxx: value yyyyyy…', carets: '        ^^^^^' });
    assert.deepEqual(sourceExcerpt(line, 0, 5, 21), { line: `${'x'.repeat(19)}…`, carets: '^^^^^' });
    assert.deepEqual(sourceExcerpt(line, 105, 108, 21), { line: `…${'y'.repeat(19)}`, carets: `${' '.repeat(17)}^^^` });
    assert.deepEqual(sourceExcerpt(line, 0, line.length, 21), { line: `${'x'.repeat(19)}…`, carets: '^'.repeat(19) });
  });

  it('has its carets below the marked letters, whatever stands before them', () => {
    const text = fc.array(fc.constantFrom(...letters), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, text, (before, marked, after) => {
        const join = (part: typeof before) => part.map(([letter]) => letter).join('');
        const columns = (part: typeof before) => part.reduce((sum, [, , width]) => sum + width, 0);
        // A byte order mark at the very beginning is not shown, and is tested above.
        const line = `.${join([...before, ...marked, ...after])}`;
        const start = 1 + join(before).length;
        const excerpt = sourceExcerpt(line, start, start + join(marked).length, 1000);
        const [, next] = [...marked, ...after][0] ?? [];
        assert.equal(excerpt.line, `.${[...before, ...marked, ...after].map(([, shown]) => shown).join('')}`);
        assert.equal(excerpt.carets.indexOf('^'), 1 + columns(before));
        const count = excerpt.carets.length - excerpt.carets.indexOf('^');
        if (marked.length > 0) assert.equal(count, columns(marked));
        else assert.equal(count, next === undefined ? 1 : columns(after.slice(0, 1)), 'an empty part marks one letter');
      }),
    );
  });

  it('never gets wider than it may, and always shows where the marked part begins', () => {
    const line = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'), maxLength: 400 });
    fc.assert(
      fc.property(line, fc.nat(), fc.nat(50), fc.integer({ min: 3, max: 60 }), (text, number, length, columns) => {
        const start = number % (text.length + 1);
        const end = Math.min(text.length, start + length);
        const { line: shown, carets } = sourceExcerpt(text, start, end, columns);
        assert.ok(shown.length <= columns);
        const indent = carets.indexOf('^');
        const count = carets.length - indent;
        assert.ok(carets.length <= columns + 1);
        assert.equal(
          shown.slice(indent, indent + Math.min(count, end - start)),
          text.slice(start, start + Math.min(count, end - start)),
        );
        assert.ok(count >= 1 && count <= Math.max(1, end - start));
      }),
    );
  });

  it('looks only at the letters around, in a file on one line', () => {
    const line = 'x'.repeat(2_000_000);
    const { line: shown, carets } = sourceExcerpt(line, 1_000_000, 1_500_000);
    assert.deepEqual([shown.length, carets.length], [100, 99]);
  });
});
