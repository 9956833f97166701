import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wholeNodeAfdShare, wideEpShare } from '../../server/src/strategy/expert-imbalance';

const balance = fc.double({ min: 0.3, max: 1, noNaN: true });
const count = fc.integer({ min: 1, max: 40 });

/** The share kept by AFD with attention resized to what the busiest FFN node bears, if parts of nodes could be taken. */
function continuousAfdShare(sigma: number, attention: number, ffn: number): number {
  const [even, kept] = [attention / (attention + ffn), sigma * attention];
  return kept / (kept + ffn) / even;
}

describe('imbalance', () => {
  it('leaves 4A:1F with balance 0.9 so much, and expert parallelism with lambda 3', () => {
    assert.equal(continuousAfdShare(0.9, 4, 1).toFixed(3), '0.978');
    assert.equal(wholeNodeAfdShare(0.9, 4, 1).toFixed(3), '0.938');
    assert.equal(wideEpShare(0.9, 3).toFixed(3), '0.973');
  });

  it('takes nothing where loads are even', () => {
    for (const share of [continuousAfdShare, wholeNodeAfdShare]) assert.ok(Math.abs(share(1, 7, 3) - 1) < 1e-12);
    assert.ok(Math.abs(wideEpShare(1, 3) - 1) < 1e-12);
  });

  it('takes as much by whole nodes as by parts of them where sigma N_A is whole', () => {
    assert.ok(Math.abs(wholeNodeAfdShare(0.75, 4, 1) - continuousAfdShare(0.75, 4, 1)) < 1e-12);
  });

  it('never exceeds 1, and whole nodes never beat parts of them', () => {
    fc.assert(
      fc.property(balance, count, count, (sigma, attention, ffn) => {
        const [whole, parts] = [wholeNodeAfdShare(sigma, attention, ffn), continuousAfdShare(sigma, attention, ffn)];
        assert.ok(whole <= parts + 1e-12 && parts <= 1 + 1e-12);
      }),
    );
  });

  it('of AFD is what counting nodes gives', () => {
    fc.assert(
      fc.property(balance, count, count, (sigma, attention, ffn) => {
        // Even: N_A attention nodes feed N_F FFN nodes, a batch in 1 unit of time. Uneven: FFN bears sigma of the rows.
        const even = attention / (attention + ffn);
        let best = 0;
        for (let nodes = 1; nodes <= attention; nodes++) {
          const rows = Math.min(nodes, sigma * attention);
          best = Math.max(best, rows / (nodes + ffn));
        }
        const expected = best / even;
        const predicted = wholeNodeAfdShare(sigma, attention, ffn);
        assert.ok(Math.abs(predicted - expected) < 1e-9, `${predicted} ${expected}`);
      }),
    );
  });
});
