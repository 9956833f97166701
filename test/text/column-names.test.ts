import assert from 'node:assert/strict';
import { areColumnNames } from '../../server/src/text/column-names';

describe('names of columns', () => {
  const cases: readonly [boolean, string, readonly string[], readonly unknown[]][] = [
    [true, 'words above numbers', ['in', 'out'], ['1', '2.5']],
    [true, 'words above some numbers', ['at', 'in', 'out'], ['x', 1, -2]],
    [false, 'words above one number', ['in', 'out'], ['1', 'x']],
    [false, 'words above nothing', ['in', 'out'], []],
    [false, 'words above blanks', ['in', 'out'], ['', ' ']],
    [false, 'words above what is no number', ['in', 'out'], [Number.NaN, true, null, [1]]],
    [false, 'a number among the words', ['in', '7'], ['1', '2']],
    [false, 'an assignment among the words', ['in', 'a=b'], ['1', '2']],
    [true, 'a word of 40 letters', ['in', 'a'.repeat(40)], ['1', '2']],
    [false, 'a word of 41 letters', ['in', 'a'.repeat(41)], ['1', '2']],
  ];
  for (const [expected, title, words, values] of cases) {
    it(`are ${expected ? '' : 'not '}seen in ${title}`, () => assert.equal(areColumnNames(words, values), expected));
  }
});
