import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readOptions } from '../../server/src/shell/options';
import { joinTexts, type MappedText, unknownText, verbatimText } from '../../server/src/text/mapped-text';

const names = {
  aliases: new Map([
    ['tp', 'tensor-parallel-size'],
    ['dp', 'data-parallel-size'],
    ['O', 'optimization-level'],
  ]),
  flags: new Set(['enable-dbo', 'enforce-eager']),
};

/** The words of a line without quotes, each where it stands in it. */
const wordsOf = (line: string): readonly MappedText[] =>
  [...line.matchAll(/\S+/g)].map(({ 0: word, index }) => verbatimText(word, index));

/** Each option as `name.dotted=value`. */
const read = (line: string): readonly string[] =>
  readOptions(wordsOf(line), names).options.map(({ name, dotted, value }) =>
    [[name, ...dotted.map((part) => part.name)].join('.'), ...(value ? [value.text] : [])].join('='),
  );

describe('options', () => {
  it('takes values from the next word and from behind an equals sign, in any spelling of the name', () => {
    assert.deepEqual(read('vllm serve m --max-num-seqs 8 --max_num_seqs=9 -tp 4 -dp=2 --tensor_parallel_size 1'), [
      'max-num-seqs=8',
      'max-num-seqs=9',
      'tensor-parallel-size=4',
      'data-parallel-size=2',
      'tensor-parallel-size=1',
    ]);
  });

  it('knows flags by their table, and by what follows', () => {
    assert.deepEqual(read('x --enable-dbo m --trust --no-enforce-eager n --last'), [
      'enable-dbo',
      'trust',
      'no-enforce-eager',
      'last',
    ]);
    assert.deepEqual(
      readOptions(wordsOf('x --enable-dbo m --enforce-eager=true'), names).positional.map(({ text }) => text),
      ['x', 'm'],
    );
  });

  it('takes a negative number, a lone dash and JSON for values', () => {
    assert.deepEqual(read('x --seed -1 --file - --shift -.5 --json {"a":-1} --empty= --equals a=b --url=a=b'), [
      'seed=-1',
      'file=-',
      'shift=-.5',
      'json={"a":-1}',
      'empty=',
      'equals=a=b',
      'url=a=b',
    ]);
  });

  it('takes dotted names apart, underscores and all, and says where each part stands', () => {
    const line = 'x --additional_config.afd.num_ffn_ranks=4';
    const [option] = readOptions(wordsOf(line), names).options;
    assert.equal(option?.name, 'additional-config');
    assert.equal(line.slice(option.nameRange.start, option.nameRange.end), '--additional_config');
    assert.deepEqual(
      option.dotted.map(({ name, range }) => [name, line.slice(range.start, range.end)]),
      [
        ['afd', 'afd'],
        ['num_ffn_ranks', 'num_ffn_ranks'],
      ],
    );
    assert.deepEqual(read('x --a.b 1 --f=1.5 -O.x 3'), ['a.b=1', 'f=1.5', 'optimization-level.x=3']);
  });

  it('takes everything behind two dashes for words', () => {
    const { positional, options } = readOptions(wordsOf('x --a 1 -- --b 2'), names);
    assert.deepEqual([positional.map(({ text }) => text), options.length], [['x', '--b', '2'], 1]);
  });

  it('tells words that may hold any options', () => {
    const unknown = unknownText('$ARGS', { start: 90, end: 95 });
    const named = joinTexts([verbatimText('--port=', 50), unknown]);
    const { positional, openEnded, options } = readOptions(
      [...wordsOf('vllm serve'), unknown, ...wordsOf('--tp'), unknown, named, unknown],
      names,
    );
    assert.equal(positional.length, 4);
    assert.deepEqual(openEnded, [unknown, unknown]);
    assert.deepEqual(
      options.map(({ name, value }) => [name, value?.pieces.map((piece) => piece.unknown)]),
      [
        ['tensor-parallel-size', ['$ARGS']],
        ['port', ['$ARGS']],
      ],
    );
  });

  it('says of every name and value where it is written, in any line', () => {
    const word = fc.stringMatching(/^-{0,2}[a-z_.=0-9{}"-]{0,12}$/);
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const line = words.join(' ');
        for (const { name, nameRange, value, dotted } of readOptions(wordsOf(line), names).options) {
          const written = line.slice(nameRange.start, nameRange.end);
          const spelled = written.replace(/^--?/, '').replaceAll('_', '-');
          assert.equal(names.aliases.get(spelled) ?? spelled, name);
          for (const part of dotted) assert.equal(line.slice(part.range.start, part.range.end), part.name);
          const source = value?.pieces[0]?.source;
          if (value && source) assert.equal(line.slice(source.start, source.end), value.text);
        }
      }),
    );
  });
});
