import assert from 'node:assert/strict';
import type { DiffRow, DiffRowKey } from '../../../server/src/cli/diff/diff-rows';
import type { Inputs } from '../../../server/src/evaluation/inputs';
import { readProfile } from '../../../server/src/latency/profile-document';
import { readyTrace } from '../../analysis/analysed';
import { noHardwareFiles } from '../../evaluation/no-hardware-files';
import { type ManifestFacts, manifest } from '../git/temporary-repository';
import { difference } from './diff-sides';

/** Two profiles whose one differs only in the unit its times are in, one that is weighted, and one that is slower. */
const profileText = (unit: string, times: number, more = '') =>
  `apiVersion: afd-lens/v1\nkind: LatencyProfile\nmetadata: { name: measured }\ntimeUnit: ${unit}\ncalibration: measured\n` +
  `attention: { alpha: ${1e-4 * times}, beta: ${2 * times} }\nffn: { alpha: ${0.01 * times}, beta: ${4 * times} }\n` +
  `communication: { alpha: ${1e-4 * times}, beta: ${0.5 * times} }\n${more}`;
const profiles: Readonly<Record<string, string>> = {
  'ms.yaml': profileText('ms', 1),
  'us.yaml': profileText('us', 1000),
  'slow.yaml': profileText('ms', 2),
  'cheap.yaml': profileText('ms', 1, 'instanceCosts: { attention: 1, ffn: 2 }\n'),
  'dear.yaml': profileText('ms', 1, 'instanceCosts: { attention: 2, ffn: 1 }\n'),
  'cycles.yaml': profileText('cycle', 1).replace('measured', 'other'),
};
const inputs: Inputs = {
  trace: (reference) => readyTrace(Array.from({ length: 1000 }, (_, i) => [100, 1 + ((i * 7) % Number(reference))])),
  ...noHardwareFiles,
  profile: (reference) => {
    const outcome = readProfile(profiles[reference]!, reference);
    assert.equal(outcome.kind, 'ready');
    return { ...outcome, path: reference } as ReturnType<Inputs['profile']>;
  },
};

function rows(before: ManifestFacts, after: ManifestFacts): ReadonlyMap<DiffRowKey, DiffRow> {
  return new Map(difference(manifest(before), manifest(after), inputs).rows.map((row) => [row.key, row]));
}

/** Each row as `before > after (change)`. */
function shown(all: ReadonlyMap<DiffRowKey, DiffRow>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...all.values()].map(({ key, before, after, change }) => [key, `${before} > ${after}${change && ` (${change})`}`]),
  );
}

describe('the rows of a difference', () => {
  it('show each figure with its unit, and by how much it changed', () => {
    assert.deepEqual(shown(rows({ attention: 4 }, { attention: 10 })), {
      pools: '5 (4A:1F) > 11 (10A:1F) (+6)',
      ratio: '4.00 > 10.00 (+150 %)',
      throughput: '0.6585 tok/cycle per worker > 0.7371 tok/cycle per worker (+12 %)',
      bundleThroughput: '3.293 tok/cycle > 8.108 tok/cycle (+146 %)',
      tpot: '933 cycles > 947.2 cycles (+1.5 %)',
      regime: 'attention-bound > attention-bound',
      optimum: '10A:1F > 10A:1F',
      gain: '+12 % (+7.7 to +13 %) > none',
    });
  });

  it('show batch size, microbatches, status, theta and profile only if they changed', () => {
    const minor = ['batchSize', 'microbatches', 'status', 'theta', 'profile'] as const;
    const before = { attention: 4, trace: '900' };
    const all = rows(before, {
      attention: 5,
      batchSize: 128,
      microbatches: 4,
      trace: '500',
      profile: 'cycles.yaml',
    });
    for (const key of minor) assert.equal(all.has(key), key !== 'status', key);
    assert.equal(shown(all).batchSize, '256 requests > 128 requests (-50 %)');
    assert.equal(shown(all).microbatches, '3 microbatches > 4 microbatches (+1)');
    assert.match(shown(all).theta!, /^[\d.]+ tokens > [\d.]+ tokens \(-\d+ %\)$/);
    assert.equal(shown(all).profile, 'ascend-910c-deepseek-v3 > other');
    for (const key of minor) assert.ok(!rows(before, { ...before, attention: 5 }).has(key), key);
    assert.equal(shown(rows(before, { ...before, trace: null })).status, 'evaluated > partly evaluated');
  });

  it('decide by what is configured and predicted, not by what follows from it', () => {
    const decided = [...rows({ attention: 4 }, { attention: 10 }).values()].filter(({ decides }) => decides);
    assert.deepEqual(
      decided.map(({ key }) => key),
      ['pools', 'throughput', 'tpot'],
    );
  });

  it('take times in another unit of seconds for the same', () => {
    const all = rows({ profile: 'ms.yaml' }, { profile: 'us.yaml', attention: 5 });
    const direct = rows({ profile: 'ms.yaml' }, { profile: 'ms.yaml', attention: 5 });
    assert.deepEqual(shown(all), shown(direct));
    assert.match(shown(all).throughput!, /tok\/s per worker \([+-][\d.]+ %\)$/);
    assert.match(shown(all).tpot!, / ms > [\d.]+ ms/);
  });

  it('say how much slower a changed profile is', () => {
    const { throughput, tpot } = shown(rows({ profile: 'ms.yaml' }, { profile: 'slow.yaml' }));
    assert.match(throughput!, /\(-50 %\)$/);
    assert.match(tpot!, /\(\+100 %\)$/);
  });

  const incomparable: readonly [string, string, string, readonly DiffRowKey[]][] = [
    ['cycles and seconds', 'ascend-910c-deepseek-v3', 'ms.yaml', ['throughput', 'bundleThroughput', 'tpot']],
    ['cycles of two profiles', 'ascend-910c-deepseek-v3', 'cycles.yaml', ['throughput', 'bundleThroughput', 'tpot']],
    ['a worker and a unit of cost', 'ms.yaml', 'cheap.yaml', ['throughput']],
    ['different costs', 'cheap.yaml', 'dear.yaml', ['throughput']],
  ];
  for (const [title, before, after, keys] of incomparable) {
    it(`do not compare what cannot be compared: ${title}`, () => {
      const all = rows({ profile: before }, { profile: after, attention: 5 });
      const found = [...all.values()].filter(({ change }) => change === 'not comparable').map(({ key }) => key);
      assert.deepEqual(found, keys);
      for (const key of keys) assert.equal(all.get(key)?.share, undefined);
    });
  }

  it('count what a bundle yields, not what a unit of its cost does', () => {
    const [plain, weighted] = ['ms.yaml', 'cheap.yaml'].map((profile) =>
      difference(undefined, manifest({ profile }), inputs).rows.find(({ key }) => key === 'bundleThroughput'),
    );
    assert.equal(weighted!.after, plain!.after);
  });
});
