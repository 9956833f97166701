import assert from 'node:assert/strict';
import { join, sep } from 'node:path';
import { shownPath } from '../../server/src/cli/shown-path';

describe('shown-path', () => {
  const table: readonly [string, string][] = [
    [join(process.cwd(), 'a.yaml'), 'a.yaml'],
    [join(process.cwd(), 'deploy', 'a.yaml'), 'deploy/a.yaml'],
    [join(process.cwd(), '..a', 'b.yaml'), '..a/b.yaml'],
    [join(process.cwd(), '..', 'a.yaml'), join(process.cwd(), '..', 'a.yaml').replaceAll(sep, '/')],
    [process.cwd(), process.cwd().replaceAll(sep, '/')],
    [`${process.cwd()}-too${sep}a.yaml`, `${process.cwd()}-too/a.yaml`.replaceAll(sep, '/')],
  ];
  for (const [path, expected] of table) {
    it(`is relative below the working folder: ${expected}`, () => assert.equal(shownPath(path), expected));
  }
});
