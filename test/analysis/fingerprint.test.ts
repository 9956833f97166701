import assert from 'node:assert/strict';
import fc from 'fast-check';
import { locatedFindings } from '../../server/src/analysis/analysis';
import { fingerprints } from '../../server/src/analysis/fingerprint';
import { analyse, deployment } from './analysed';
import { styledManifests } from './manifest-styles';

const named = (name: string, attention: string, more = '') =>
  deployment(attention, '{ workers: 1 }', more).replace('spec:', `metadata: { name: ${name} }\nspec:`);

/** Rule, place and fingerprint of every finding. */
function prints(text: string): readonly string[] {
  const analysis = analyse(text);
  const found = fingerprints(analysis);
  return locatedFindings(analysis, true).map(({ finding: { code, path } }, i) => `${code} ${path} ${found[i]}`);
}

const one = named('one', '{ workers: 4, batchSize: 256 }', '  microbatchs: 3\n');
const two = named('two', '{ workers: 64, batchSize: 256 }', '  x-note: 1\n  modle: a\n');
const text = `${one}---\n${two}`;

describe('fingerprints', () => {
  const unrelated: readonly [string, string][] = [
    ['a comment above', `# more\n\n${text}`],
    ['comments and blank lines between', text.replaceAll('spec:', '# more\n\nspec: # behind')],
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${text}`],
    ['another key', text.replaceAll('spec:', 'x-owner: me\nspec:')],
    ['another deployment before', `${named('zero', '{ workers: 4, batchSize: 256 }')}---\n${text}`],
    ['the other order', `${two}---\n${one}`],
    [
      'another number in the same place',
      text.replace('workers: 4', 'workers: 3').replace('workers: 64', 'workers: 70'),
    ],
    ['another style', text.replaceAll(/attention: \{ (.*), (.*) \}/g, 'attention:\n    $1\n    "batchSize": 256')],
  ];
  for (const [title, edited] of unrelated) {
    it(`survive ${title}`, () => {
      const [before, after] = [prints(text), new Set(prints(edited))];
      assert.ok(before.length >= 4);
      for (const print of before) assert.ok(after.has(print), `${print} is lost in\n${edited}`);
    });
  }

  it('differ by rule, deployment and place', () => {
    const [first] = prints(one);
    assert.notEqual(prints(one.replace('name: one', 'name: other'))[0], first);
    assert.notEqual(prints(one.replace('workers: 4', 'workers: 64'))[0], first);
  });

  it('are all different in one file, also where rule, deployment and place are equal', () => {
    fc.assert(
      fc.property(styledManifests, (manifest) => {
        const all = fingerprints(analyse(manifest.text.repeat(2)));
        assert.equal(new Set(all).size, all.length);
      }),
      { numRuns: 30 },
    );
    assert.equal(new Set(prints(`${one}---\n${one}---\n${one}`)).size, 6);
  });
});
