import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  joinTexts,
  type MappedText,
  rangeOfText,
  sliceText,
  unknownsIn,
  unknownText,
  verbatimText,
  writtenAs,
} from '../../server/src/text/mapped-text';

const file = 'abc\\ndef $X ghi';

/** `abc`, a line break that is written as an escape, `def `, what $X stands for, ` ghi`. */
const mixed = joinTexts([
  verbatimText('abc', 0),
  writtenAs('\n', { start: 3, end: 5 }),
  verbatimText('def ', 5),
  unknownText('$X', { start: 9, end: 11 }),
  verbatimText(' ghi', 11),
]);

const cut = ({ start, end }: { readonly start: number; readonly end: number }, text = file): string =>
  text.slice(start, end);

describe('mapped text', () => {
  it('knows where a verbatim part is written', () => {
    const range = rangeOfText(mixed, 5, 7);
    assert.deepEqual([mixed.text.slice(5, 7), cut(range), range.exact], ['ef', 'ef', true]);
  });

  it('covers what is written in another way, and says that it is not the same', () => {
    const range = rangeOfText(mixed, 2, 5);
    assert.deepEqual([mixed.text.slice(2, 5), cut(range), range.exact], ['c\nd', 'c\\nd', false]);
  });

  it('names what decides an unknown value, in the part that holds it and in no other', () => {
    assert.deepEqual(unknownsIn(mixed), ['$X']);
    assert.deepEqual(unknownsIn(sliceText(mixed, 0, 8)), []);
    assert.deepEqual(unknownsIn(sliceText(mixed, 8, 9)), ['$X']);
  });

  it('places an empty part between its neighbours', () => {
    assert.deepEqual(rangeOfText(mixed, 4, 4), { start: 5, end: 5, exact: false });
    assert.deepEqual(rangeOfText(mixed, 13, 13), { start: 15, end: 15, exact: false });
    assert.deepEqual(rangeOfText(verbatimText('', 7)), { start: 0, end: 0, exact: false });
  });

  it('gives text from several places the first of them, unless they follow one another', () => {
    const backwards = joinTexts([verbatimText('ghi', 12), verbatimText('abc', 0)]);
    assert.deepEqual(rangeOfText(backwards), { start: 12, end: 15, exact: false });
    const apart = joinTexts([verbatimText('abc', 0), verbatimText('ghi', 12)]);
    assert.deepEqual(rangeOfText(apart), { start: 0, end: 15, exact: false });
    const adjacent = joinTexts([verbatimText('gh', 12), verbatimText('i', 14)]);
    assert.deepEqual(rangeOfText(adjacent), { start: 12, end: 15, exact: true });
  });

  it('leads back: every exact range of a text, cut from the file, is that text', () => {
    const layer = fc.array(
      fc.oneof(
        fc.tuple(fc.constant('verbatim' as const), fc.nat(60), fc.integer({ min: 1, max: 9 })),
        fc.tuple(fc.constant('written' as const), fc.nat(60), fc.integer({ min: 1, max: 3 })),
      ),
      { minLength: 1, maxLength: 6 },
    );
    const over = (text: string, parts: readonly (readonly ['verbatim' | 'written', number, number])[]): MappedText =>
      joinTexts(
        parts.map(([kind, at, length]) => {
          const start = Math.min(at, text.length);
          const end = Math.min(text.length, start + length);
          return kind === 'verbatim' ? verbatimText(text.slice(start, end), start) : writtenAs('*', { start, end });
        }),
      );
    fc.assert(
      fc.property(fc.string({ minLength: 20, maxLength: 80 }), layer, fc.nat(), fc.nat(), (source, parts, i, j) => {
        const text = over(source, parts);
        assert.equal(
          text.pieces.reduce((sum, { length }) => sum + length, 0),
          text.text.length,
        );
        const [start, end] = [i % (text.text.length + 1), j % (text.text.length + 1)].sort((x, y) => x - y) as [
          number,
          number,
        ];
        const range = rangeOfText(text, start, end);
        assert.ok(0 <= range.start && range.start <= range.end && range.end <= source.length);
        if (range.exact) assert.equal(source.slice(range.start, range.end), text.text.slice(start, end));
        assert.equal(sliceText(text, start, end).text, text.text.slice(start, end));
      }),
    );
  });
});
