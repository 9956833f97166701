import assert from 'node:assert/strict';
import { changesNothing, changesOnly, meansExactly } from '../../server/src/yaml/verified-edit';

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
    ['a scalar by null', 'a: 4\n', '4', '~', true],
    ['a list by a scalar', 'a: [1]\n', '[1]', '1', false],
    ['a scalar by a map', 'a: 4\n', '4', '{ b: 4 }', false],
    ['a list by a map', 'a: [1]\n', '[1]', '{ 0: 2 }', false],
    ['a scalar, with a key more', 'a: 4\n', '4', '5\nb: 6', false],
    ['a scalar, with a key less', 'a: 4\nb: 6\n', '4\nb: 6', '5', false],
    ['a scalar, with a document more', 'a: 4\n', '4', '5\n---\n', false],
    ['a scalar, with a document less', 'a: 4\n---\nb: 6\n', '4\n---\nb: 6', '5', false],
    ['a scalar before an empty document', 'a: 4\n---\n# none\n', '4', '5', true],
    ['a scalar, and an empty document', 'a: 4\n---\n# none\n', '4\n---\n# none', '5\n---\nx', false],
    ['a scalar, and a document to an empty one', 'a: 4\n---\nx\n', '4\n---\nx', '5\n---\n# none', false],
    ['nothing of two documents', 'a: 4\n---\n# none\n', '4', '4', false],
    ['a scalar that breaks the second document', 'b: 6\n---\na: 4\n', '4', '"5', false],
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
    ['another value of the second document', 'b: 6\n---\na: 4\n', '4', '5', false],
    ['a comment alone', 'a: 4\n---\n# x\n', 'x', 'y', true],
    ['a value in an empty document', 'a: 4\n---\n# x\n', '# x', 'x', false],
    ['nothing in the place of a document', 'a: 4\n---\nb: 6\n', 'b: 6', '# x', false],
    ['nothing in place of everything', 'a: 4\n', 'a: 4', '# x', false],
    ['a document more', 'a: 4\n', '4', '4\n---\n', false],
    ['a document less', 'a: 4\n---\nb: 6\n', '\n---\nb: 6', '', false],
  ];
  for (const [title, text, old, newText, expected] of comments) {
    it(`${expected ? 'may' : 'must not'} keep every meaning: ${title}`, () => {
      assert.equal(changesNothing(text, replace(text, old, newText)), expected);
    });
  }

  it('means exactly the values of its documents', () => {
    const text = 'a: 1\n---\n- x\n';
    assert.equal(meansExactly(text, [{ a: 1 }, ['x']]), true);
    assert.equal(meansExactly(text, [{ a: 1 }, ['y']]), false);
    assert.equal(meansExactly(text, [{ a: 1 }]), false);
    assert.equal(meansExactly('a: 1\n---\nb: "x\n', [{ a: 1 }, { b: 'x' }]), false, 'the string has no end');
    assert.equal(meansExactly('a: 1\n---\n# none\n', [{ a: 1 }, undefined]), true);
  });
});
