import assert from 'node:assert/strict';
import { matchesFiles, patternProblem } from '../../server/src/configuration/file-patterns';

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

  it('refuses patterns that would take hours on a hostile path, and says why', () => {
    const hostile = '*a'.repeat(9);
    assert.match(patternProblem(hostile) ?? '', /^has too many `\*`; use at most 3 in a name and 4 in all/);
    assert.equal(matchesFiles([hostile], 'a'.repeat(250)), false);
    assert.ok(patternProblem('*a*/*b*/*c'));
    for (const usual of ['**/prod-*/*.afd.y*ml', '**/**/x', '*-{eu,us}-*.yaml', 'a?c.yaml']) {
      assert.equal(patternProblem(usual), undefined, usual);
    }
  });

  it('takes parentheses as they are: what they could repeat takes hours too', () => {
    assert.equal(matchesFiles(['+(a|aa).yaml'], 'aaa.yaml'), false);
    assert.equal(matchesFiles(['a(1).yaml'], 'a(1).yaml'), true);
  });
});
