import assert from 'node:assert/strict';
import { bandShares } from '../../server/src/uncertainty/band-shares';
import { givenWorld, plausibleWorlds } from '../../server/src/uncertainty/world';
import { baseCase } from '../provisioning/base-case';

const from = { attention: 4, ffn: 1 };
const to = { attention: 10, ffn: 1 };
const stages = { attention: 0, communication: 0, ffn: 0 };
const theta = { kind: 'standard error', relative: 0, reach95: 1.96 } as const;

/** With everything else exact. */
function sharesOf(changed: Partial<typeof stages>, relative = 0) {
  const worlds = plausibleWorlds({ theta: { ...theta, relative }, stages: { ...stages, ...changed } });
  return bandShares(baseCase, from, to, 'barrier', worlds)!;
}

describe('band-shares', () => {
  it('names the one input that is off, and little else', () => {
    assert.ok(sharesOf({ ffn: 0.2 }).ffn > 0.9);
    assert.ok(sharesOf({ attention: 0.2 }).attention > 0.9);
    assert.ok(sharesOf({}, 0.2).workload > 0.9);
    assert.ok(sharesOf({ communication: 0.2 }).theory > 0.9, 'communication is hidden');
  });

  it('adds up to 1, and grows with the error', () => {
    const [small, large] = [sharesOf({ ffn: 0.05, attention: 0.05 }), sharesOf({ ffn: 0.2, attention: 0.05 })];
    for (const shares of [small, large])
      assert.ok(Math.abs(Object.values(shares).reduce((sum, share) => sum + share, 0) - 1) < 1e-12);
    assert.ok(large.ffn > small.ffn);
  });

  it('is undefined where nothing is off', () => {
    assert.equal(bandShares(baseCase, from, to, 'barrier', [givenWorld]), undefined);
  });
});
