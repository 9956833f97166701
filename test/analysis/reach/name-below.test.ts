import assert from 'node:assert/strict';
import { nameBelow } from '../../../server/src/analysis/reach/name-below';

describe('the name of a path below a folder', () => {
  const cases: readonly [string, string, string | undefined][] = [
    ['/a', '/a/b/c', 'b/c'],
    ['/a', '/a', ''],
    ['/', '/b', 'b'],
    ['/a', '/a/..b', '..b'],
    ['/a', '/ab', undefined],
    ['/a', '/', undefined],
    ['/a/b', '/a/c', undefined],
  ];
  for (const [folder, path, name] of cases) {
    it(`is ${name ?? 'unknown'}: ${path} below ${folder}`, () => assert.equal(nameBelow(folder, path), name));
  }
});
