import assert from 'node:assert/strict';
import { columns } from '../../server/src/text/columns';

describe('columns', () => {
  it('align the first and the last column left, the others right, and end no line in blanks', () => {
    assert.deepEqual(
      columns([
        ['', 'ratio', 'note'],
        ['1A:1F', '1', ''],
        ['10A:1F', '10.25', 'best'],
      ]),
      ['        ratio  note', '1A:1F       1', '10A:1F  10.25  best'],
    );
    assert.deepEqual(columns([]), []);
  });
});
