import assert from 'node:assert/strict';
import { missedObjective } from '../../server/src/evaluation/missed-objective';
import { cycleTime } from '../../server/src/provisioning/cycle/cycle-time';
import type { OperatingPoint } from '../../server/src/provisioning/cycle/operating-point';
import type { ThetaError } from '../../server/src/uncertainty/input-errors';
import { givenWorld, plausibleWorlds, pointIn } from '../../server/src/uncertainty/world';
import { baseCase } from '../provisioning/base-case';

const point: OperatingPoint = { ...baseCase, microbatches: 3 };
const pools = { attention: 12, ffn: 2 };
const cycle = cycleTime(point, pools, 'pipeline');
const error = (share: number) => ({ attention: share, communication: share, ffn: share });
const anywhere = { ratio: undefined, batchSize: undefined, tokenLoad: undefined };
const known: ThetaError = { kind: 'standard error', relative: 0, reach95: 1.96 };

/** What is missed at a bound of so much of the predicted cycle. */
function missedAt(share: number, { relative = 0, theta = known, more = {}, at = point, ranges = {} } = {}) {
  const bound = { maxCycleTime: share * cycle, boundBy: 'tpot' as const };
  const limits = { attentionStep: 1, ffnStep: 1, maxWorkers: 100, ...bound, ...more };
  const isExact = relative === 0 && theta === known;
  const worlds = isExact ? [givenWorld] : plausibleWorlds({ theta, stages: error(relative) });
  return missedObjective(at, pools, 'pipeline', { ranges: { ...anywhere, ...ranges } }, limits, worlds);
}

describe('missed-objective', () => {
  it('is silent where the objective is kept, absent, or cannot be checked', () => {
    assert.equal(missedAt(1), undefined);
    assert.equal(missedAt(0.5, { more: { boundBy: undefined, maxCycleTime: undefined } }), undefined);
    assert.equal(missedAt(0.5, { at: { ...point, microbatches: undefined } }), undefined);
  });

  it('names the objective in the time of a request, m cycles', () => {
    const missed = missedAt(0.9, { more: { boundBy: 'ttft' } })!;
    assert.deepEqual([missed.name, missed.certain], ['ttft', true]);
    assert.ok(Math.abs(missed.limit - 3 * 0.9 * cycle) < 1e-9 * missed.limit);
  });

  it('is certain from 95 % of the worlds on', () => {
    const stages = error(0.1);
    const cycles = plausibleWorlds({ theta: known, stages }).map(
      (world) => cycleTime(pointIn(world, point), pools, 'pipeline') / cycle,
    );
    const fast = cycles.sort((a, b) => a - b)[Math.floor(0.05 * cycles.length)]!;
    assert.equal(missedAt(fast * 1.0001, { relative: 0.1 })!.certain, false);
    assert.equal(missedAt(fast * 0.9999, { relative: 0.1 })!.certain, true);
    assert.equal(missedAt(0.99)!.certain, true);
  });

  it('is not certain where one request says how long requests are', () => {
    const theta: ThetaError = { kind: 'one request' };
    assert.equal(missedAt(0.9, { theta })!.certain, false);
  });

  it('gives the nearest pools or batch size that keep it, where the profile holds there', () => {
    const missed = missedAt(0.8)!.nearest;
    assert.ok(missed?.kind === 'change');
    const kept = { ...point, batchSize: missed.batchSize };
    assert.ok(cycleTime(kept, missed.pools, 'pipeline') <= 0.8 * cycle);
    assert.equal(missed.pools.ffn, 2);
    assert.equal(missedAt(0.8, { ranges: { tokenLoad: { low: 1e9, high: 2e9 } } })!.nearest, undefined);
  });

  it('says so where nothing keeps it, and looks beside an FFN pool that does not hold the weights too', () => {
    assert.equal(missedAt(1e-6)!.nearest!.kind, 'infeasible');
    assert.deepEqual(missedAt(0.8, { more: { ffnHolds: () => false } })!.nearest, missedAt(0.8)!.nearest);
  });
});
