import assert from 'node:assert/strict';
import { parseYaml, type YamlDocument } from '../../server/src/yaml/yaml-document';
import { toPlain } from '../../server/src/yaml/yaml-tree';

function only(text: string): YamlDocument {
  const documents = parseYaml(text);
  assert.equal(documents.length, 1);
  return documents[0]!;
}

/** The first problem's kind, message and text. */
function firstProblem(text: string): readonly [string, string, string] {
  const [problem] = only(text).problems;
  assert.ok(problem, 'no problem');
  return [problem.kind, problem.message, text.slice(problem.range.start, problem.range.end)];
}

const tooDeep = 'Nested deeper than 200 levels; no manifest needs that.';
const tooMuch =
  'Aliases in this document expand to more values than a manifest can hold; remove the nesting of aliases.';

function bomb(step: (previous: string) => string, first: string): string {
  const lines = [`a0: &a0 ${first}`];
  for (let level = 1; level <= 8; level++) lines.push(`a${level}: &a${level} ${step(`*a${level - 1}`)}`);
  return lines.join('\n');
}

const nine = (alias: string) => Array(9).fill(alias).join(', ');

describe('a YAML document', () => {
  const broken: readonly [string, string, readonly [string, string, string]][] = [
    ['5,000 open brackets', `x: ${'['.repeat(5000)}`, ['syntax', tooDeep, '[']],
    ['5,000 closed brackets', `x: ${'['.repeat(5000)}${']'.repeat(5000)}`, ['syntax', tooDeep, '[']],
    ['5,000 nested flow maps', '{a: '.repeat(5000), ['syntax', tooDeep, '{']],
    ['a million dashes', '- '.repeat(1_000_000), ['syntax', tooDeep, '-']],
    ['5,000 nested keys', '? '.repeat(5000), ['syntax', tooDeep, '?']],
    [
      '1,000 nested blocks',
      Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
      ['syntax', tooDeep, 'a'],
    ],
    ['an alias bomb', bomb((alias) => `[${nine(alias)}]`, '[x]'), ['alias-expansion', tooMuch, 'a']],
    [
      'an alias bomb of merge keys without any key',
      bomb((alias) => `{ <<: [${nine(alias)}] }`, '{}'),
      ['alias-expansion', tooMuch, 'a'],
    ],
    [
      'an alias of itself',
      'a: &a { b: *a }',
      ['alias-expansion', 'The alias *a refers to a value that contains it.', 'a'],
    ],
    [
      'a merge of itself',
      'a: &a\n  <<: *a',
      ['alias-expansion', 'A merge key refers to the map that contains it.', 'a'],
    ],
    ['an alias without anchor', 'a: *nope', ['syntax', 'No anchor `&nope` stands before this alias.', '*nope']],
    ['a merge without anchor', 'a:\n  <<: *nope', ['syntax', 'No anchor `&nope` stands before this alias.', '*nope']],
    ['a tab as indentation', 'a:\n\tb: 1', ['syntax', 'Tabs cannot indent YAML; use spaces.', '\t']],
    ['binary garbage', 'PK\u0003\u0004\0\0', ['syntax', 'This is not text: it contains a NUL character.', '\0']],
    [
      'a merge conflict',
      'a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n',
      ['syntax', 'Not valid YAML: a merge conflict is not resolved here.', '<<<<<<<'],
    ],
    ['an unclosed flow map', 'a: { b: 1', ['syntax', 'Not valid YAML: a closing `}` is missing.', '1']],
    [
      'two keys on one line',
      'a: b: 1',
      ['syntax', 'Not valid YAML: two keys on one line; break the line or quote the value.', 'b'],
    ],
    ['a half-typed key', 'a: 1\nb', ['syntax', 'Not valid YAML: a `:` is missing after this key.', 'b']],
  ];
  for (const [title, text, expected] of broken) {
    it(`says what is wrong and survives: ${title}`, () => {
      assert.deepEqual(firstProblem(text), expected);
      assert.equal(only(text).wellFormed, false);
    });
  }

  it('reports a merge conflict once', () => {
    assert.equal(only('a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n').problems.length, 1);
    assert.equal(only('<<<<<<< ours\na: 1\nb: 1\n=======\na: 1\nb: 2\n>>>>>>> theirs\n').problems.length, 1);
  });

  it('points at one line and inside the text', () => {
    for (const text of ['a: {', 'a: "x\ny\nz', '[\n', 'a: 1\n  b:\n c', '"', '%', '&', '*', '!', '? ', '|', '{{']) {
      for (const { range } of parseYaml(text).flatMap(({ problems }) => problems)) {
        assert.ok(
          0 <= range.start && range.start < range.end && range.end <= text.length,
          `${text}: ${range.start}..${range.end}`,
        );
        assert.doesNotMatch(text.slice(range.start, range.end).slice(1), /[\r\n]/);
      }
    }
  });

  const empty = ['', '\n', '# only a comment\n', '---\n', '---\n# comment\n', '--- # comment\n...\n'];
  for (const text of empty) {
    it(`has no root and no problem when there is nothing in it: ${JSON.stringify(text)}`, () => {
      for (const document of parseYaml(text)) {
        assert.deepEqual([document.root, document.problems, document.wellFormed], [undefined, [], true]);
      }
    });
  }

  it('reads 10,000 anchors with their aliases', () => {
    const text = Array.from({ length: 10_000 }, (_, at) => `k${at}: &n${at} ${at}\nr${at}: *n${at}\n`).join('');
    const { root, problems } = only(text);
    assert.deepEqual(problems, []);
    assert.equal((toPlain(root!) as Record<string, number>).r9999, 9999);
  });

  it('reports ten of many repeated keys', () => {
    assert.equal(only('a: 1\n'.repeat(20_000)).problems.length, 10);
  });

  it('knows which part of a chunk it is', () => {
    const text = '%YAML 1.2\n---\n# one\na: 1\n...\n# two\n---\nb: 2\n';
    assert.deepEqual(
      parseYaml(text).map(({ extent }) => text.slice(extent.start, extent.end)),
      ['%YAML 1.2\n---\n# one\na: 1\n...\n', '# two\n---\nb: 2\n'],
    );
  });

  it('gives every place as an offset of a file in which the text begins further down', () => {
    const moved = (value: unknown, by: number, key = ''): unknown => {
      if (typeof value === 'number' && ['start', 'end', 'at'].includes(key)) return value + by;
      if (Array.isArray(value)) return value.map((item) => moved(item, by));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, moved(inner, by, name)]));
    };
    // What places an override is a function of the key; only what it answers can be compared.
    const plain = (documents: readonly YamlDocument[]): unknown =>
      JSON.parse(JSON.stringify(documents, (_, value) => (typeof value === 'function' ? value('n') : value)));
    const texts = [
      'a: &x { n: 1 }\nb: { <<: *x }\nc:\n  <<: *x\n  d: *x\n---\n? [k, l]\n: 2\n',
      'a: 1\na: 2\nb: *none\nc:\n',
      '# c\na: [1\nb: "x\n',
      '<<<<<<< a\nb: 1\n',
      `x: ${'['.repeat(300)}`,
      'a: \0',
      bomb((alias) => `[${nine(alias)}]`, '[x]'),
    ];
    for (const text of texts) assert.deepEqual(plain(parseYaml(text, 1000)), moved(plain(parseYaml(text)), 1000));
  });
});
