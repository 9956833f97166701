import assert from 'node:assert/strict';
import { largestOfUnimodal, lastOfPrefix } from '../../../server/src/provisioning/mathematics/unimodal-search';
import { integer, logUniform, seededRandom, uniform } from '../random-points';

describe('unimodal-search', () => {
  it('finds the peak of every small unimodal shape', () => {
    for (let low = -2; low <= 2; low++) {
      for (let high = low; high <= low + 40; high++) {
        for (let peak = low; peak <= high; peak++) {
          const best = largestOfUnimodal((at) => -Math.abs(at - peak - 0.2), low, high);
          assert.equal(best, peak, `[${low}, ${high}]`);
        }
      }
    }
  });

  it('finds the peak of lopsided shapes over wide ranges in few evaluations', () => {
    const random = seededRandom(51);
    for (let i = 0; i < 2000; i++) {
      const high = Math.floor(logUniform(random, 1, 1e6));
      const peak = integer(random, 1, high);
      const [left, right] = [uniform(random, 0.1, 5), uniform(random, 0.1, 5)];
      let evaluations = 0;
      const best = largestOfUnimodal(
        (at) => {
          evaluations++;
          return at <= peak ? -((peak - at) ** left) : -((at - peak) ** right);
        },
        1,
        high,
      );
      assert.equal(best, peak);
      assert.ok(evaluations <= 12 + 3 * Math.log2(high), `${evaluations} evaluations for ${high}`);
    }
  });

  it('takes the first of a plateau at the top', () => {
    for (let from = 1; from <= 30; from++) {
      for (let to = from; to <= 30; to++) {
        const best = largestOfUnimodal((at) => (at < from ? at - from : at > to ? to - at : 0), 1, 30);
        assert.equal(best, from, `${from}..${to}`);
      }
    }
  });

  it('prefers the higher of two distant maxima', () => {
    const twoPeaks = (at: number) => (at <= 3 ? 10 - at : 14 - Math.abs(at - 200) / 50);
    assert.equal(largestOfUnimodal(twoPeaks, 1, 1000), 200);
    const nearHigher = (at: number) => (at <= 6 ? 14 - 2 * Math.abs(at - 4) : 13 - Math.abs(at - 200) / 50);
    assert.equal(largestOfUnimodal(nearHigher, 1, 1000), 4);
  });

  it('finds the last of a prefix', () => {
    for (let high = -3; high <= 30; high++) {
      for (let last = -1; last <= high; last++) {
        assert.equal(
          lastOfPrefix((at) => at <= last, 0, high),
          last < 0 || high < 0 ? undefined : last,
        );
      }
    }
  });

  it('asks of nothing outside the range', () => {
    for (let high = -2; high <= 30; high++) {
      const last = lastOfPrefix(
        (at) => {
          assert.ok(at >= 0 && at <= high, `${at} of ${high}`);
          return true;
        },
        0,
        high,
      );
      assert.equal(last, high < 0 ? undefined : high);
    }
  });
});
