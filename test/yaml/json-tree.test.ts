// Also tests: yaml/json-tokens
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { joinTexts, type MappedText, unknownText, verbatimText, writtenAs } from '../../server/src/text/mapped-text';
import { readJson } from '../../server/src/yaml/json-tree';
import { nodeAt, type TreeNode, type TreeScalar, toPlain } from '../../server/src/yaml/yaml-tree';

const before = 'words in front: ';

/** The JSON as it would stand in a file behind other words. */
function read(json: string) {
  return readJson(verbatimText(json, before.length));
}

/** The tree as data, and each problem with the text it points at. */
function reading(json: string): readonly [unknown, readonly (readonly [string, string])[]] {
  const { root, problems } = read(json);
  const file = before + json;
  return [root && toPlain(root), problems.map(({ message, range }) => [message, file.slice(range.start, range.end)])];
}

function nodesOf(node: TreeNode): readonly TreeNode[] {
  const inner =
    node.kind === 'map' ? node.entries.map(({ value }) => value) : node.kind === 'sequence' ? node.items : [];
  return [node, ...inner.flatMap(nodesOf)];
}

function scalarAt(root: TreeNode | undefined, ...path: string[]): TreeScalar {
  const node = nodeAt(root, path);
  assert.equal(node?.kind, 'scalar');
  return node as TreeScalar;
}

/** JSON whose `?` are values that only a run decides. */
function withUnknown(json: string): MappedText {
  let at = 0;
  return joinTexts(
    json.split(/(\?)/).map((part) => {
      const start = at;
      at += part.length;
      return part === '?' ? unknownText(`$V${start}`, { start, end: at }) : verbatimText(part, start);
    }),
  );
}

describe('a JSON tree', () => {
  const noProto = (key: string): boolean => key !== '__proto__';
  const data = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\uE000')),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string().filter(noProto), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;

  it('is what JSON.parse reads, with ranges that are the values', () => {
    fc.assert(
      fc.property(data, fc.constantFrom(undefined, 2, '\t'), (value, space) => {
        const json = JSON.stringify(value, undefined, space);
        const { root, problems } = read(json);
        assert.deepEqual(problems, []);
        assert.deepEqual(toPlain(root!), JSON.parse(json));
        for (const node of nodesOf(root!)) {
          const cut = (before + json).slice(node.range.start, node.range.end);
          if (node.kind === 'scalar' && node.literal) assert.equal(cut, String(node.value));
          if (node.kind === 'scalar' && node.style === 'quoted') assert.equal(JSON.parse(`"${cut}"`), node.value);
          else assert.deepEqual(JSON.parse(cut), toPlain(node));
        }
      }),
    );
  });

  it('survives any text, and finds a problem where JSON.parse does', () => {
    const parts = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      "'",
      '1',
      '01',
      '-',
      'true',
      'True',
      '//',
      '/*',
      ' ',
      '\n',
      '\\',
      'é',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 14 }), (pieces) => {
        const json = pieces.join('');
        const { problems } = read(json);
        for (const { range } of problems)
          assert.ok(
            before.length <= range.start && range.start <= range.end && range.end <= before.length + json.length,
          );
        let isJson = true;
        try {
          JSON.parse(json);
        } catch {
          isJson = false;
        }
        // Equal keys are no mistake to JSON.parse.
        assert.equal(
          problems.every(({ message }) => /twice/.test(message)),
          isJson,
          json,
        );
      }),
      { numRuns: 3000 },
    );
  });

  const mistakes: readonly [string, string, unknown, readonly (readonly [string, string])[]][] = [
    ['nothing', '', undefined, [['Not valid JSON: there is nothing here.', '']]],
    [
      'a trailing comma',
      '{"a": 1,}',
      { a: 1 },
      [['Not valid JSON: a comma stands in front of the closing `}`; remove it.', ',']],
    ],
    [
      'a trailing comma in a list',
      '[1, ]',
      [1],
      [['Not valid JSON: a comma stands in front of the closing `]`; remove it.', ',']],
    ],
    ['a comment', '{"a": 1 /* b */}', { a: 1 }, [['Not valid JSON: comments cannot stand here.', '/* b */']]],
    [
      'a missing comma',
      '{"a": 1 "b": 2}',
      { a: 1, b: 2 },
      [['Not valid JSON: a comma is missing in front of this.', '"b"']],
    ],
    ['a missing colon', '{"a" 1}', { a: 1 }, [['Not valid JSON: a `:` is missing behind the key `a`.', '"a"']]],
    ['a missing value', '{"a": , "b": 2}', { b: 2 }, [['Not valid JSON: a value is missing here.', ',']]],
    [
      'a missing key',
      '{: 1}',
      {},
      [
        ['Not valid JSON: a key is missing here.', ':'],
        ['Not valid JSON: a comma is missing in front of this.', '1'],
        ['Not valid JSON: the key `1` must stand in double quotes.', '1'],
        ['Not valid JSON: a `:` is missing behind the key `1`.', '1'],
        ['Not valid JSON: a value is missing here.', '}'],
      ],
    ],
    [
      'an open object',
      '{"a": {"b": 1',
      { a: { b: 1 } },
      [
        ['Not valid JSON: a closing `}` is missing.', '{'],
        ['Not valid JSON: a closing `}` is missing.', '{'],
      ],
    ],
    ['the wrong bracket', '{"a": [1}', { a: [1] }, [['Not valid JSON: a closing `]` is missing.', '[']]],
    [
      'an open text',
      '{"a": "b}',
      { a: 'b}' },
      [
        ['Not valid JSON: a closing `"` is missing.', '"'],
        ['Not valid JSON: a closing `}` is missing.', '{'],
      ],
    ],
    [
      'Python',
      "{'a': True, \"b\": 'c'}",
      { a: true, b: 'c' },
      [
        ['Not valid JSON: the key `a` must stand in double quotes.', "'a'"],
        ['Not valid JSON: `True` is Python; JSON writes `true`.', 'True'],
        ['Not valid JSON: a text stands in double quotes, not in single ones.', "'c'"],
      ],
    ],
    [
      'a bare word',
      '{"role": ffn}',
      { role: 'ffn' },
      [['Not valid JSON: `ffn` is no value; a text stands in double quotes.', 'ffn']],
    ],
    ['a leading zero', '[08]', ['08'], [['Not valid JSON: `08` is no value; a text stands in double quotes.', '08']]],
    [
      'a word that every object has',
      '[toString]',
      ['toString'],
      [['Not valid JSON: `toString` is no value; a text stands in double quotes.', 'toString']],
    ],
    ['something behind', '{} 1', {}, [['Not valid JSON: something stands behind the end of the value.', '1']]],
    [
      'equal keys',
      '{"a": 1, "b": 2, "a": 3}',
      { b: 2, a: 3 },
      [['`a` is given twice in this object; the last one counts.', 'a']],
    ],
    [
      'an unknown escape',
      '["\\q"]',
      [''],
      [['Not valid JSON: this text holds an escape or a control character that JSON does not know.', '"\\q"']],
    ],
  ];
  for (const [title, json, value, problems] of mistakes) {
    it(`reads what it can of ${title}`, () => assert.deepEqual(reading(json), [value, problems]));
  }

  it('takes the numbers that Python takes', () => {
    assert.deepEqual(reading('[NaN, -Infinity, Infinity, 1E+2]'), [[Number.NaN, -Infinity, Infinity, 100], []]);
  });

  it('says what decides a value that only a run knows, and no problem', () => {
    const json = '{"a": ?, "b": "x-?-y", "c": 1?, ? "d": [?, 2], "e": {?}, "f?": 3, ?}';
    const { root, problems } = readJson(withUnknown(json));
    assert.deepEqual(problems, []);
    const seen = ['a', 'b', 'c'].map((key) => scalarAt(root, key));
    assert.deepEqual(
      seen.map(({ templated, unknown, literal, range }) => [
        templated,
        unknown,
        literal,
        json.slice(range.start, range.end),
      ]),
      [
        [true, ['$V6'], false, '?'],
        [true, ['$V17'], false, 'x-?-y'],
        [true, ['$V29'], false, '1?'],
      ],
    );
    assert.deepEqual([scalarAt(root, 'd', '0').unknown, scalarAt(root, 'd', '1').value], [['$V40'], 2]);
    assert.equal(scalarAt(root, 'd', '1').templated, false);
    assert.deepEqual(nodeAt(root, ['e']), { ...nodeAt(root, ['e']), kind: 'map', entries: [] });
    assert.deepEqual(readJson(withUnknown('?')).problems, []);
    assert.deepEqual(readJson(withUnknown('[? 1, ? 2 ?]')).problems, []);
  });

  it('leads through escapes to the characters of the file', () => {
    const file = String.raw`\"ranks\": 8, \"host\": \"f\\n\", \"e\": \"\"`;
    const parts = [...file.matchAll(/\\(.)|[^\\]+/g)].map((match) => {
      const range = { start: match.index, end: match.index + match[0].length };
      return match[1] === undefined ? verbatimText(match[0], match.index) : writtenAs(match[1], range);
    });
    const brace = (text: string) => writtenAs(text, { start: 0, end: 0 });
    const { root, problems } = readJson(joinTexts([brace('{'), ...parts, brace('}')]));
    assert.deepEqual(problems, []);
    const cut = (key: string) => {
      const { range, literal } = scalarAt(root, key);
      return [file.slice(range.start, range.end), literal];
    };
    assert.deepEqual(cut('ranks'), ['8', true]);
    assert.deepEqual(cut('host'), [String.raw`f\\n`, false]);
    assert.deepEqual(cut('e'), [String.raw`\"\"`, false]);
    const entry = root?.kind === 'map' ? root.entries[0]! : undefined;
    assert.equal(file.slice(entry!.keyRange.start, entry!.keyRange.end), 'ranks');
  });

  const hostile: readonly [string, string, string][] = [
    ['open brackets', '['.repeat(1_000_000), 'Not valid JSON: nested deeper than 200 levels; no settings need that.'],
    ['open objects', '{"a":'.repeat(300_000), 'Not valid JSON: nested deeper than 200 levels; no settings need that.'],
    ['numbers', `[${'1,'.repeat(1_000_000)}1]`, 'Not valid JSON: more than 20,000 values; no settings need that.'],
    ['backslashes', `"${'\\'.repeat(2_000_000)}`, 'Not valid JSON: a closing `"` is missing.'],
    ['single quotes', "'".repeat(1_000_001), 'Not valid JSON: a text stands in double quotes, not in single ones.'],
    ['comments', '/**/'.repeat(300_000), 'Not valid JSON: comments cannot stand here.'],
    ['equal keys', `{${'"a":1,'.repeat(15_000)}"a":1}`, '`a` is given twice in this object; the last one counts.'],
    ['commas', ','.repeat(1_000_000), 'Not valid JSON: a value is missing here.'],
    ['commas in a list', `[${','.repeat(1_000_000)}`, 'Not valid JSON: a value is missing here.'],
  ];
  for (const [title, json, message] of hostile) {
    it(`ends in time for a megabyte of ${title}`, () => {
      const { problems } = read(json);
      assert.equal(problems[0]?.message, message);
      assert.ok(problems.length <= 10);
    });
  }
});
