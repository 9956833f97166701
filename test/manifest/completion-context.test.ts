import assert from 'node:assert/strict';
import { completionContext } from '../../server/src/manifest/completion-context';

/** The context at the `|` of a text, in short: `key spec.attention [workers] "ba"`. */
function at(marked: string): string {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const context = completionContext(text, offset);
  if (!context) return 'none';
  assert.equal(text.slice(offset - context.prefix.length, offset), context.prefix);
  const { typing, path, key, siblings, prefix } = context;
  const owner = path.join('.') || '(root)';
  return typing === 'value'
    ? `value ${owner} ${key} ${JSON.stringify(prefix)}`
    : `key ${owner} [${[...siblings].sort().join(' ')}] ${JSON.stringify(prefix)}`;
}

describe('completion context', () => {
  const cases: readonly [string, string, string][] = [
    ['an empty file', '|', 'key (root) [] ""'],
    ['the root', 'apiVersion: afd-lens/v1\nki|', 'key (root) [apiVersion] "ki"'],
    ['below a key', 'spec:\n  |', 'key spec [] ""'],
    ['siblings above and below', 'spec:\n  model: x\n  la|\n  ffn: {}\n', 'key spec [ffn model] "la"'],
    [
      'not the keys of other maps',
      'spec:\n  attention:\n    workers: 1\n  |\nmetadata: {}\n',
      'key spec [attention] ""',
    ],
    ['a deeper map', 'spec:\n  attention:\n    ba|\n', 'key spec.attention [] "ba"'],
    ['a value', 'spec:\n  latencyProfile: asc|', 'value spec latencyProfile "asc"'],
    ['an empty value', 'kind: |', 'value (root) kind ""'],
    ['a value with blanks before the colon', 'kind : |', 'value (root) kind ""'],
    ['a quoted key', '"spec":\n  "model": a|', 'value spec model "a"'],
    ['right behind the colon is not a value yet', 'kind:|', 'value (root) kind ""'],
    ['a flow map', 'spec:\n  attention: { workers: 8, ba|', 'key spec.attention [workers] "ba"'],
    ['a value in a flow map', 'spec:\n  attention: { workers: |', 'value spec.attention workers ""'],
    ['a flow map in a flow map', 'spec: { workload: { statistics: { |', 'key spec.workload.statistics [] ""'],
    ['behind a closed flow map', 'spec: { attention: { workers: 1 }, f|', 'key spec [attention] "f"'],
    ['a comment', 'kind: x # he|', 'none'],
    ['a comment line', '# he|', 'none'],
    ['a hash inside a word is no comment', 'model: a#b|', 'value (root) model "a#b"'],
    ['after ---', 'kind: a\nspec:\n  model: x\n---\nap|', 'key (root) [] "ap"'],
    ['before ---', 'ap|\n---\nkind: a\n', 'key (root) [] "ap"'],
    [
      'broken text around',
      'spec:\n  attention: { workers: \n  model: "x\n  mi|\n  ][',
      'key spec [attention model] "mi"',
    ],
    ['a sequence entry', 'items:\n  - na|', 'key items [] "na"'],
    ['a later key of an entry', 'items:\n  - name: a\n    fi|', 'key items [name] "fi"'],
    ['below a key of an entry', 'items:\n  - name: a\n    rules:\n      AF|', 'key items.rules [] "AF"'],
    ['the first key of an entry', 'items:\n  - name: a\n  - n|\n    files: []\n', 'key items [files] "n"'],
    ['an entry as far left as its key', 'items:\n- name: a\n  fi|\n- files: b\n', 'key items [name] "fi"'],
    ['a value in an entry', 'items:\n  - rule: A|', 'value items rule "A"'],
    ['a key behind a list', 'items:\n  - name: a\nru|', 'key (root) [items] "ru"'],
    ['CRLF', 'spec:\r\n  model: x\r\n  ff|\r\n', 'key spec [model] "ff"'],
    ['words in the middle of a line', 'some words he|', 'none'],
  ];
  for (const [title, marked, expected] of cases) {
    it(`is read from the lines around: ${title}`, () => assert.equal(at(marked), expected));
  }

  it('is found in a line of a million characters', () => {
    assert.equal(at(`a${' '.repeat(1_000_000)}\n|`), 'key (root) [] ""');
    assert.equal(at(`spec: { ${'a: 1, '.repeat(150_000)}|`).startsWith('key spec'), true);
  });
});
