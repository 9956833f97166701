import assert from 'node:assert/strict';
import fc from 'fast-check';
import { repositoryUri, ruleAddress } from '../../../../server/src/cli/check/formats/addresses';

describe('the address of a rule', () => {
  const address = 'https://github.com/afd-lens/afd-lens/blob/main/docs/rules/AFD101.md';
  for (const homepage of ['#readme', '', '/', '?tab=readme#x'].map(
    (end) => `https://github.com/afd-lens/afd-lens${end}`,
  )) {
    it(`follows from ${homepage}`, () => assert.equal(ruleAddress(homepage, 'AFD101'), address));
  }
});

describe('the address of a file in its repository', () => {
  it('is encoded part by part', () => {
    assert.equal(repositoryUri('deploy/größe 1/a:b,c%#?.yaml'), 'deploy/gr%C3%B6%C3%9Fe%201/a%3Ab%2Cc%25%23%3F.yaml');
    assert.equal(repositoryUri('a\uD800/b'), 'a%EF%BF%BD/b');
  });

  it('gives the path back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (path) => {
        assert.equal(repositoryUri(path).split('/').map(decodeURIComponent).join('/'), path);
        assert.match(repositoryUri(path), /^[\w%.~!*'()/-]*$/);
      }),
    );
  });
});
