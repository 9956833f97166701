import assert from 'node:assert/strict';
import { baseWords, counted, headline } from '../../../server/src/cli/diff/diff-headline';
import { manifest } from '../git/temporary-repository';
import { difference, reportOf } from './diff-sides';

describe('the headline of a difference', () => {
  const cases: readonly [string, string | undefined, string | undefined, string][] = [
    [
      'other pools',
      manifest(),
      manifest({ attention: 10 }),
      '4A:1F -> 10A:1F, +12 % tokens/s per worker, +146 % of the whole bundle, 5 -> 11 workers',
    ],
    [
      'as many workers',
      manifest({ attention: 10, ffn: 2 }),
      manifest({ attention: 11, ffn: 1 }),
      '10A:2F -> 11A:1F, +3.8 % tokens/s per worker and of the whole bundle',
    ],
    [
      'another batch size',
      manifest(),
      manifest({ batchSize: 128 }),
      '4A:1F, -15 % tokens/s per worker and of the whole bundle',
    ],
    [
      'what hardly changes the throughput',
      manifest(),
      manifest().replace('meanPrefill: 100', 'meanPrefill: 100.06'),
      '4A:1F, throughput 0.6585 tok/cycle per worker -> 0.6584 tok/cycle per worker, TPOT 933 cycles -> 933.1 cycles, theta 599 tokens -> 599.1 tokens',
    ],
    [
      'pools without a prediction',
      manifest({ trace: null }),
      manifest({ trace: null, attention: 6 }),
      '4A:1F -> 6A:1F, not evaluated, 5 -> 7 workers',
    ],
    ['no prediction any more', manifest(), manifest({ trace: 'none.csv' }), '4A:1F, no longer evaluated'],
    [
      'a first prediction',
      manifest({ trace: 'none.csv' }),
      manifest({ attention: 10 }),
      '4A:1F -> 10A:1F, now evaluated: optimal, 5 -> 11 workers',
    ],
    [
      'pools that are not known',
      manifest(),
      manifest().replace('workers: 4', 'workers: none'),
      '4A:1F -> pools unknown, no longer evaluated',
    ],
    [
      'a new deployment',
      undefined,
      manifest({ attention: 10 }),
      'added, 10A:1F · attention-bound · 0.7371 tok/cycle per worker · optimal',
    ],
    [
      'a deployment that went',
      manifest(),
      undefined,
      'removed, 4A:1F · attention-bound · 0.6585 tok/cycle per worker · optimum 10A:1F',
    ],
  ];
  for (const [title, before, after, expected] of cases) {
    it(`says what changed: ${title}`, () => assert.equal(headline(difference(before, after)), expected));
  }

  it('counts the differences', () => {
    const [changed, added, removed] = [
      difference(manifest(), manifest({ attention: 5 })),
      difference(undefined, manifest()),
      difference(manifest(), undefined),
    ];
    assert.equal(counted(reportOf(changed)), '1 deployment changed');
    assert.equal(counted(reportOf(added, changed, added)), '1 deployment changed, 2 added');
    assert.equal(counted(reportOf(removed, removed)), '2 deployments removed');
  });

  it('names the base and its commit once', () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const words = (name: string, of: string | undefined) => baseWords({ name, commit: of }, (text) => `<${text}>`);
    assert.equal(words('main', commit), '<main> (<0123456789>)');
    assert.equal(words('0123456', commit), '<0123456>');
    assert.equal(words('old.yaml', undefined), '<old.yaml>');
  });
});
