import assert from 'node:assert/strict';
import { defaultThresholds } from '../../server/src/evaluation/inputs';
import { microbatchGain } from '../../server/src/evaluation/microbatch-gain';
import { sizePools } from '../../server/src/evaluation/size-pools';
import { poolLimits } from '../../server/src/evaluation/sizing-limits';
import { builtInProfiles } from '../../server/src/latency/catalogue';
import type { Pool } from '../../server/src/manifest/deployment';
import { cycleTime } from '../../server/src/provisioning/cycle/cycle-time';
import { throughputPerInstance } from '../../server/src/provisioning/cycle/throughput';
import { givenWorld, plausibleWorlds, type World } from '../../server/src/uncertainty/world';
import { baseCase } from '../provisioning/base-case';

const profile = builtInProfiles.get('ascend-910c-deepseek-v3')!;
const none: readonly World[] = [givenWorld];
const anyNumber = { choices: undefined, keeps: 'batch size' } as const;
const at = { start: 0, end: 0 };
const size = { value: 1, site: at, range: at, keyRange: at, shared: undefined, anchored: undefined };
const pool: Pool = {
  workers: 1,
  unit: 'worker',
  size,
  sizeKey: 'workers',
  factor: 1,
  copies: [],
  notEditable: undefined,
};

function sizingAt(attention: number, microbatches: number | undefined, worlds = none) {
  const point = { ...baseCase, microbatches };
  const limits = poolLimits({ attention: pool, ffn: pool, topology: undefined }, profile, microbatches, {});
  return sizePools(point, { attention, ffn: 1 }, profile, limits, worlds, defaultThresholds);
}

describe('the gain of more microbatches', () => {
  for (const attention of [1, 4, 10, 20]) {
    for (const microbatches of [1, 2]) {
      it(`is what a direct evaluation gives: ${attention}A:1F from ${microbatches}`, () => {
        const better = microbatchGain(sizingAt(attention, microbatches), anyNumber);
        assert.ok(better);
        const throughput = (m: number) =>
          throughputPerInstance({ ...baseCase, microbatches: m }, { attention, ffn: 1 }, 'pipeline');
        const expected = throughput(better.microbatches) / throughput(microbatches) - 1;
        assert.ok(Math.abs(better.gain - expected) < 1e-12);
        assert.deepEqual([better.gainLow, better.gainHigh], [better.gain, better.gain]);
        const full = throughput(3) / throughput(microbatches) - 1;
        assert.ok(better.gain >= 0.99 * full, 'the fewest that gain nearly all');
        if (better.microbatches === 3 && microbatches === 1)
          assert.ok(throughput(2) / throughput(1) - 1 < 0.99 * full, '2 would have done');
      });
    }
  }

  it('is a band over the worlds', () => {
    const theta = { kind: 'standard error', relative: 0.01, reach95: 1.96 } as const;
    const worlds = plausibleWorlds({ theta, stages: profile.relativeError });
    const better = microbatchGain(sizingAt(10, 1, worlds), anyNumber);
    assert.ok(better && better.gainLow < better.gain && better.gain < better.gainHigh);
  });

  it('is undefined where three are configured or the number is unknown', () => {
    for (const microbatches of [undefined, 3, 4]) {
      assert.equal(microbatchGain(sizingAt(10, microbatches), anyNumber), undefined);
    }
  });

  it('looks at the given choices alone', () => {
    const gain = (choices: readonly number[]) =>
      microbatchGain(sizingAt(10, 1), { choices, keeps: 'batch size' })?.microbatches;
    assert.equal(gain([1]), undefined);
    assert.equal(gain([]), undefined);
    assert.equal(gain([2]), 2);
    assert.equal(gain([1, 2, 3, 4]), gain([4, 3, 2]));
  });

  it('splits the requests in flight where these are what stays', () => {
    const splitting = { choices: [1, 2], keeps: 'requests in flight' } as const;
    for (const attention of [1, 4, 10]) {
      const better = microbatchGain(sizingAt(attention, 1), splitting);
      const pools = { attention, ffn: 1 };
      const now = throughputPerInstance({ ...baseCase, microbatches: 1 }, pools, 'pipeline');
      const point = { ...baseCase, batchSize: 128, microbatches: 2 };
      const half = throughputPerInstance(point, pools, 'pipeline');
      assert.deepEqual([better?.microbatches, better?.batchSize], [2, 128]);
      assert.ok(Math.abs(better!.gain - (half / now - 1)) < 1e-12);
      assert.ok(Math.abs(better!.tpot - 2 * cycleTime(point, pools, 'pipeline')) < 1e-9);
      const kept = microbatchGain(sizingAt(attention, 1), { ...splitting, keeps: 'batch size' })!;
      assert.ok(better!.gain < kept.gain, 'half the batch gains less');
    }
  });
});
