import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  directiveFor,
  type LaunchDirective,
  readDirectives,
} from '../../../server/src/manifest/launches/launch-directive';
import type { TextRange } from '../../../server/src/text/text-range';

function values(directive: Pick<LaunchDirective, 'trace' | 'profile' | 'plugin'> | undefined): readonly unknown[] {
  return [directive?.trace?.value, directive?.profile?.value, directive?.plugin?.value];
}

const here = (...extents: readonly TextRange[]) => extents.map((extent) => ({ file: undefined, extent }));

describe('comments that give launches a trace or a profile', () => {
  const cases: readonly [string, readonly unknown[] | undefined][] = [
    ['# afd-lens: trace=t.csv profile=p', ['t.csv', 'p', undefined]],
    ['    # afd-lens:trace=t.csv', ['t.csv', undefined, undefined]],
    ['#afd-lens: plugin=2026-07-20 trace="my traces/t.csv"', ['my traces/t.csv', undefined, '2026-07-20']],
    ["ls # AFD-Lens: profile='a b'", [undefined, 'a b', undefined]],
    ['# afd-lens: ignore AFD101 -- trace=t.csv', undefined],
    ['# afd-lens: ignored=1', undefined],
    ['# afd-lens: trace=', undefined],
    ['# afd-lens: trace=""', ['', undefined, undefined]],
    ["echo '# afd-lens: trace=t.csv'", undefined],
    ['x=a#afd-lens: trace=t.csv', undefined],
    ['# see afd-lens: trace=t.csv', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${text}`, () => {
      const [directive, ...others] = readDirectives(`${text}\r\nnext: line\n`);
      assert.deepEqual(others, []);
      assert.deepEqual(directive && values(directive), expected);
    });
  }

  it('reads how much the KV cache holds and how often requests come, and no other text as a number', () => {
    for (const [text, tokens, rate] of [
      ['kv-tokens=500k request-rate=12.5', 500_000, 12.5],
      ['KV-Tokens="1.2M"', 1_200_000, undefined],
      ['request-rate=3 kv-tokens=16492', 16_492, 3],
      ['trace=t kv-tokens=2e6 request-rate=-1', undefined, undefined],
      ['trace=t kv-tokens=1.5 request-rate=0', undefined, undefined],
      ['trace=t kv-tokens=1000001M request-rate=200000000', undefined, undefined],
      ['trace=t request-rate= kv-tokens=""', undefined, undefined],
      ['trace=t my-kv-tokens=5 tokens=7 rate=2', undefined, undefined],
    ] as const) {
      const line = `x: 1 # afd-lens: ${text}`;
      const [found] = readDirectives(line);
      assert.deepEqual([found?.kvTokens?.value, found?.requestRate?.value], [tokens, rate], text);
    }
    assert.deepEqual(readDirectives('# afd-lens: kv-tokens=many'), []);
    const line = '# afd-lens: kv-tokens=500k';
    const { range, keyRange, literal } = readDirectives(line)[0]!.kvTokens!;
    assert.deepEqual(
      [line.slice(range.start, range.end), line.slice(keyRange.start, keyRange.end)],
      ['500k', 'kv-tokens'],
    );
    assert.equal(literal, false);
  });

  it('takes each setting from the closest comment that gives it', () => {
    const text = '# afd-lens: kv-tokens=1k request-rate=2\n---\na: 1\n# afd-lens: kv-tokens=2k\n';
    const own = directiveFor(readDirectives(text), here({ start: text.indexOf('---'), end: text.length }));
    assert.deepEqual([own.kvTokens?.value, own.requestRate?.value], [2000, 2]);
  });

  it('places each value at its own characters', () => {
    const value = fc.stringMatching(/^[a-z0-9./_-]{1,20}( [a-z]{1,3})?$/);
    fc.assert(
      fc.property(
        value,
        value,
        fc.constantFrom('"', "'"),
        fc.constantFrom('', 'a: 1\n', '\uFEFF# x\r\n'),
        (trace, profile, mark, before) => {
          const text = `${before}# afd-lens:  trace=${mark}${trace}${mark}\tprofile=${mark}${profile}${mark}\n`;
          const [found] = readDirectives(text);
          for (const [fact, key, expected] of [
            [found?.trace, 'trace', trace],
            [found?.profile, 'profile', profile],
          ] as const) {
            assert.equal(fact?.value, expected);
            assert.equal(text.slice(fact!.range.start, fact!.range.end), expected);
            assert.equal(text.slice(fact!.keyRange.start, fact!.keyRange.end), key);
          }
          assert.equal(text.slice(found!.range.start, found!.range.end), text.slice(before.length).trimEnd());
        },
      ),
    );
  });

  const text = [
    '# afd-lens: trace=all.csv profile=all',
    '---',
    'a: 1',
    '# afd-lens: trace=first.csv',
    '# afd-lens: trace=second.csv',
    '---',
    'b: 1',
    '',
  ].join('\n');

  it('mean the document they stand in, and at the top the whole file', () => {
    const directives = readDirectives(text);
    const split = text.lastIndexOf('---');
    const [first, second] = [
      { start: 0, end: split },
      { start: split, end: text.length },
    ];
    assert.deepEqual(values(directiveFor(directives, here(first))), ['second.csv', 'all', undefined]);
    assert.deepEqual(values(directiveFor(directives, here(second))), ['all.csv', 'all', undefined]);
    assert.deepEqual(values(directiveFor(directives, here(second, first))), ['second.csv', 'all', undefined]);
    assert.deepEqual(values(directiveFor(directives, [])), ['all.csv', 'all', undefined]);
  });

  it('are read in a time that grows with the text', () => {
    for (const part of ['#', '# afd-lens:', 'a="', '\n', ' ', '# afd-lens: a="', 'a', 'a-', '-'])
      assert.ok(readDirectives(`# afd-lens: trace=t\n${part.repeat(2_000_000)}`).length >= 1);
  });

  it('reads a comment behind a byte order mark', () => {
    const [directive] = readDirectives('\uFEFF# afd-lens: trace=a.csv\nkind: Pod\n');
    assert.deepEqual([directive?.trace?.value, directive?.isAtTop], ['a.csv', true]);
  });
});
