import assert from 'node:assert/strict';
import { changesNothing, changesOnly } from '../../server/src/yaml/verified-edit';

/** An edit that writes `newText` over the first `old`. */
const replace = (text: string, old: string, newText: string) => {
  const start = text.indexOf(old);
  assert.notEqual(start, -1);
  return [{ range: { start, end: start + old.length }, newText }];
};

describe('a verified edit', () => {
  const changes: readonly [string, string, string, string, boolean][] = [
    ['another scalar', 'a: 4\nb: 5\n', '4', '10', true],
    ['the same scalar', 'a: 4\n', '4', '4', false],
    ['a scalar that swallows the next key', 'a: >-\n  x\nb: 5\n', '>-\n  x\n', 'y', false],
    ['a key', 'a: 4\n', 'a', 'b', false],
    ['a scalar that breaks the syntax', 'a: 4\n', '4', '{', false],
    ['a scalar that starts another document', 'a: 4\n', '4', '4\n---\n', false],
    ['an alias by a literal', 'x: &x 1\na: *x\n', '*x', '2', true],
    ['a list by a scalar', 'a: [1]\n', '[1]', '1', false],
  ];
  for (const [title, text, old, newText, expected] of changes) {
    it(`${expected ? 'may' : 'must not'} change only values: ${title}`, () => {
      assert.equal(changesOnly(text, replace(text, old, newText)), expected);
    });
  }

  const comments: readonly [string, string, string, string, boolean][] = [
    ['a comment behind a value', 'a: 4\n', '4', '4 # x', true],
    ['a comment inside a block scalar', 'a: |\n  x\n', '  x', '  # x\n  x', false],
    ['a comment inside a flow map', 'a: { b: 1,\n c: 2 }\n', ',', ', # x', true],
    ['a comment that swallows the rest of a flow map', 'a: { b: 1, c: 2 }\n', ',', ', # x', false],
    ['another value', 'a: 4\n', '4', '5', false],
  ];
  for (const [title, text, old, newText, expected] of comments) {
    it(`${expected ? 'may' : 'must not'} keep every meaning: ${title}`, () => {
      assert.equal(changesNothing(text, replace(text, old, newText)), expected);
    });
  }
});
