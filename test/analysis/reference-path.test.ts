import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { referencePath } from '../../server/src/analysis/reference-path';

const folder = { kind: 'folder', path: resolve('/srv/deploy') } as const;
const none = { kind: 'none', why: 'save this document first' } as const;

describe('the path of a reference', () => {
  const cases: readonly [string, Parameters<typeof referencePath>[0], string, ReturnType<typeof referencePath>][] = [
    ['beside the file', folder, 'chat.csv', { path: resolve('/srv/deploy/chat.csv') }],
    ['below the file', folder, './traces/chat.csv', { path: resolve('/srv/deploy/traces/chat.csv') }],
    ['above the file', folder, '../x.csv', { path: resolve('/srv/x.csv') }],
    ['absolute', folder, resolve('/data/x.csv'), { path: resolve('/data/x.csv') }],
    ['absolute, without a folder', none, resolve('/data/x.csv'), { path: resolve('/data/x.csv') }],
    ['relative, without a folder', none, 'x.csv', { message: '`x.csv` is not read: save this document first.' }],
    [
      'an address',
      folder,
      'https://x.org/a.csv',
      { message: 'Remote files are not read; save `https://x.org/a.csv` locally and give its path.' },
    ],
    [
      'a network share',
      folder,
      '\\\\host\\a.csv',
      { message: 'Remote files are not read; save `\\\\host\\a.csv` locally and give its path.' },
    ],
    ['a NUL character', folder, 'a\0b', { message: 'A path cannot contain a NUL character.' }],
    ['a name with spaces and emoji', folder, 'my 🚀.csv', { path: resolve('/srv/deploy/my 🚀.csv') }],
  ];
  for (const [title, base, reference, expected] of cases) {
    it(`is known or there is a reason: ${title}`, () => assert.deepEqual(referencePath(base, reference), expected));
  }
});
