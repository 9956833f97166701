import assert from 'node:assert/strict';
import { dominantRequest, volumeOf } from '../../../server/src/workload/errors/dominant-request';
import { momentsOf } from '../../../server/src/workload/request-moments';
import { estimateFromMoments } from '../../../server/src/workload/theta-estimate';
import { seededRandom } from '../seeded-random';
import { type Lengths, lognormalRequests } from './requests';

const others = lognormalRequests(1000, seededRandom(51));

function dominantOf([prefill, decode]: Lengths, rest: readonly Lengths[] = others) {
  return dominantRequest({ line: 9, prefill, decode }, momentsOf([...rest, [prefill, decode]]));
}

describe('dominant-request', () => {
  it('has its share of all token loads, and theta of the others', () => {
    const found = dominantOf([300, 1_000_000])!;
    const volumes = others.map(([prefill, decode]) => volumeOf({ prefill, decode }));
    const own = 300 * 1_000_000 + (1_000_000 * 999_999) / 2;
    assert.equal(volumeOf({ prefill: 300, decode: 1_000_000 }), own);
    assert.ok(Math.abs(found.share - own / (own + volumes.reduce((sum, each) => sum + each, 0))) < 1e-9);
    assert.ok(Math.abs(found.thetaWithout / estimateFromMoments(momentsOf(others)).theta - 1) < 1e-6);
    assert.deepEqual([found.line, found.prefill, found.decode], [9, 300, 1_000_000]);
  });

  it('is one that changes theta by 5 % or more', () => {
    const change = (decode: number) => {
      const all = estimateFromMoments(momentsOf([...others, [100, decode]])).theta;
      return Math.abs(estimateFromMoments(momentsOf(others)).theta / all - 1);
    };
    let decode = 1000;
    while (change(decode) < 0.05) decode += 10;
    assert.equal(dominantOf([100, decode - 10]), undefined);
    assert.ok(dominantOf([100, decode]));
  });

  it('is none among fewer than twenty, where each decides something', () => {
    assert.equal(dominantOf([300, 1_000_000], others.slice(0, 18)), undefined);
    assert.ok(dominantOf([300, 1_000_000], others.slice(0, 19)));
  });
});
