import assert from 'node:assert/strict';
import { addToPairs, type OutputPair, reportTargets } from '../../../server/src/cli/check/report-targets';

/** The targets of `--format` (a word) and `--output` (a word behind `>`) in this order. */
function targets(words: string, dryRun = false) {
  const pairs: OutputPair[] = [];
  for (const word of words.split(' ').filter((part) => part !== '')) {
    if (word.startsWith('>')) addToPairs(pairs, { file: word.slice(1) });
    else addToPairs(pairs, { format: word as 'json' });
  }
  return reportTargets(pairs, dryRun).map(({ format, file }) => `${format}${file === undefined ? '' : ` > ${file}`}`);
}

describe('report-targets', () => {
  const table: readonly [string, readonly string[]][] = [
    ['', ['pretty']],
    ['json', ['json']],
    ['>a', ['pretty > a']],
    ['json >a', ['json > a']],
    ['>a json', ['json > a']],
    ['json >-', ['json']],
    ['sarif >a.sarif github', ['sarif > a.sarif', 'github']],
    ['github sarif >a.sarif', ['github', 'sarif > a.sarif']],
    ['>a json >b sarif', ['json > a', 'sarif > b']],
    ['json >a sarif >b junit >c.xml', ['json > a', 'sarif > b', 'junit > c.xml']],
  ];
  for (const [words, expected] of table) {
    it(`are put together in either order: \`${words}\``, () => assert.deepEqual(targets(words), expected));
  }

  const refused: readonly [string, RegExp][] = [
    ['json sarif', /only one format can go to standard output/],
    ['json >- sarif', /only one format can go to standard output/],
    ['json >a >b', /--output b needs a --format/],
    ['json >', /--output needs the name of a file/],
    ['json >a sarif >./a', /two reports cannot both go to \.\/a/],
    ['json >chat.afd.yaml', /--output chat\.afd\.yaml would overwrite what is checked/],
    ['>sub/values.YML', /would overwrite what is checked/],
    ['json >afd-lens.baseline.json', /would overwrite what is checked/],
  ];
  for (const [words, expected] of refused) {
    it(`are refused where one would destroy another or an input: \`${words}\``, () => {
      assert.throws(() => targets(words), { name: 'UsageError', message: expected });
    });
  }

  it('leave standard output to the diff of a dry run', () => {
    assert.deepEqual(targets('', true), []);
    assert.deepEqual(targets('json >a', true), ['json > a']);
    assert.throws(() => targets('json', true), { name: 'UsageError', message: /--fix-dry-run prints a diff/ });
  });
});
