import assert from 'node:assert/strict';
import { editsByFile, type PlacedEdit } from '../../server/src/text/edits-by-file';

const at = (start: number, end: number, newText: string, file?: string): PlacedEdit => ({
  file,
  edit: { range: { start, end }, newText, oldText: 'old' },
});

describe('edits by their files', () => {
  it('keep what guards an edit where the text is not at hand', () => {
    assert.deepEqual(editsByFile([at(1, 2, 'a'), at(1, 2, 'b', '/f'), at(3, 4, 'c', '/f'), at(1, 2, 'd', '/g')]), {
      edits: [{ range: { start: 1, end: 2 }, newText: 'a' }],
      elsewhere: [
        { path: '/f', edits: [at(1, 2, 'b').edit, at(3, 4, 'c').edit] },
        { path: '/g', edits: [at(1, 2, 'd').edit] },
      ],
    });
  });

  it('take a place once, and none that would have to say two things', () => {
    assert.deepEqual(editsByFile([at(1, 2, 'a'), at(1, 2, 'a')])?.edits.length, 1);
    assert.equal(editsByFile([at(1, 2, 'a'), at(1, 2, 'b')]), undefined);
  });

  it('take every insertion, also several at one place', () => {
    assert.deepEqual(editsByFile([at(1, 1, 'a'), at(1, 1, 'b')])?.edits.length, 2);
  });
});
