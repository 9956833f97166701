import assert from 'node:assert/strict';
import { exactChangeProblem, type WantedValue } from '../../server/src/sweep/exact-change';
import { parseYaml } from '../../server/src/yaml/yaml-document';
import { deployment } from '../analysis/analysed';

const text = deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', '  slo: { tpot: &t 50ms }\n');
const workers = { path: ['spec', 'attention', 'workers'], value: 9 };

/** The problem of replacing words of the text, in its document `index`. */
function problem(
  source: string,
  words: readonly (readonly [string, string])[],
  wanted: readonly WantedValue[],
  index = 0,
) {
  const edits = words.map(([word, newText]) => {
    const start = source.indexOf(word);
    return { range: { start, end: start + word.length }, newText };
  });
  return exactChangeProblem(source, parseYaml(source)[index]!.root!, edits, wanted);
}

describe('exact-change', () => {
  it('accepts what leads to the wanted values and nothing else, whatever the layout', () => {
    assert.equal(problem(text, [['workers: 4', 'workers:   9 # more\n      ']], [workers]), undefined);
    assert.equal(
      problem(`x-n: &n 4\n${text.replace('workers: 4', 'workers: *n')}`, [['4', '9']], [workers]),
      undefined,
    );
    const two = `${text}---\n${text}`;
    const second = { start: two.lastIndexOf('workers: 4'), end: two.lastIndexOf('workers: 4') + 10 };
    const edit = { range: second, newText: 'workers: 9' };
    assert.equal(exactChangeProblem(two, parseYaml(two)[1]!.root!, [edit], [workers]), undefined);
    assert.match(exactChangeProblem(two, parseYaml(two)[0]!.root!, [edit], [workers])!, /something else/);
  });

  it('refuses side effects, missing effects and broken texts', () => {
    const elsewhere = /^The values cannot be written without changing something else/;
    const labelled = `${text}metadata: { labels: { limit: *t } }\n`;
    const tpot = { path: ['spec', 'slo', 'tpot'], value: '40ms' };
    assert.match(problem(labelled, [['50ms', '40ms']], [tpot])!, elsewhere);
    assert.match(problem(text, [['workers: 4', 'workers: 8']], [workers])!, elsewhere);
    assert.match(problem(text, [['workers: 4', 'workers: "9"']], [workers])!, elsewhere);
    assert.match(problem(text, [['workers: 4', 'workers: [9']], [workers])!, elsewhere);
    assert.match(problem(text, [['workers: 4', 'workers: 9, z: {}']], [workers])!, elsewhere);
    assert.match(problem(text, [['spec:', '---\nspec:']], [])!, elsewhere);
    assert.match(
      problem(
        text,
        [
          ['4, b', '9, b'],
          ['4, batch', '9, batch'],
        ],
        [workers],
      )!,
      elsewhere,
      'overlapping',
    );
  });

  it('passes on what the schema newly objects to', () => {
    assert.match(problem(text, [['workers: 4', 'workers: 0']], [{ ...workers, value: 0 }])!, /`workers`.* 1/);
    const objected = text.replace('spec:', 'zzz: 1\nspec:');
    assert.equal(problem(objected, [['workers: 4', 'workers: 9']], [workers]), undefined);
  });
});
