import assert from 'node:assert/strict';
import { matchesFiles } from '../../server/src/configuration/file-patterns';

describe('file-patterns', () => {
  const matching: readonly [string, string][] = [
    ['prod/**', 'prod/a.afd.yaml'],
    ['prod/**', 'prod/eu/a.afd.yaml'],
    ['./prod/*.yaml', 'prod/a.yaml'],
    ['*.afd.yaml', 'deep/down/a.afd.yaml'],
    ['a.yaml', 'a.yaml'],
    ['**/{eu,us}/*.yaml', 'x/us/b.yaml'],
    ['charts/**', 'charts/.hidden/b.yaml'],
  ];
  for (const [pattern, path] of matching) {
    it(`${pattern} matches ${path}`, () => assert.equal(matchesFiles([pattern], path), true));
  }

  const other: readonly [string, string][] = [
    ['prod/**', 'staging/prod.yaml'],
    ['prod/*.yaml', 'prod/eu/a.yaml'],
    ['prod/**', '../prod/a.yaml'],
    ['a.yaml', 'b/aa.yaml'],
  ];
  for (const [pattern, path] of other) {
    it(`${pattern} does not match ${path}`, () => assert.equal(matchesFiles([pattern], path), false));
  }

  it('needs one of several, and matches everything without patterns', () => {
    assert.equal(matchesFiles(['a/**', 'b/**'], 'b/x'), true);
    assert.equal(matchesFiles(undefined, 'x'), true);
    assert.equal(matchesFiles([], 'x'), false);
  });
});
