import assert from 'node:assert/strict';
import { limitsOf, unlimited } from '../../server/src/strategy/limits';
import { phaseFronts } from '../../server/src/strategy/phase-fronts';
import { searchSpace, settingOf } from '../../server/src/strategy/search-space';
import { denseQuestion, mixtureQuestion } from './hand-costs';

const frontsOf = (question: typeof mixtureQuestion, limits = limitsOf(question)) =>
  phaseFronts(searchSpace(question), settingOf(question), limits);

describe('phaseFronts', () => {
  it('has further sizes beside those of which everything is tried', () => {
    const question = { ...mixtureQuestion, devices: 30 };
    const sizes = new Set(frontsOf(question).split.decode.map(({ size }) => size));
    for (const size of [15, 17, 23, 28, 30]) assert.ok(sizes.has(size), `${size}`);
  });

  it('keeps the limits', () => {
    const limits = { ttft: 0.5, tpot: 0.03 };
    const { shared, split } = frontsOf(mixtureQuestion, limits);
    for (const { decode, prefill } of [shared, split]) {
      assert.ok(decode.length > 0 && decode.every(({ points }) => points.every(({ tpot }) => tpot <= limits.tpot)));
      assert.ok(prefill!.every(({ points }) => points.every(({ seconds }) => seconds <= limits.ttft)));
    }
  });

  it('has prefill of either kind beside split decoding, and no other beside shared', () => {
    const kinds = (fronts: ReturnType<typeof frontsOf>['shared']) =>
      new Set(fronts.prefill!.flatMap(({ points }) => points.map(({ serving }) => serving.prepared.group.kind)));
    const { shared, split } = frontsOf(denseQuestion, unlimited);
    assert.deepEqual([...kinds(shared)], ['shared']);
    assert.deepEqual([...kinds(split)].sort(), ['shared', 'split']);
  });

  it('respects the largest shared group in further sizes too', () => {
    const { shared } = frontsOf({ ...mixtureQuestion, devices: 48, largestSharedGroup: 20 });
    assert.ok(shared.prefill!.every(({ size }) => size <= 20) && shared.prefill!.some(({ size }) => size === 19));
  });

  it('has ranks of a model without routed experts only as groups of their own', () => {
    const { shared } = frontsOf(denseQuestion, unlimited);
    assert.ok(shared.decode.every(({ size, tensorParallel }) => size === tensorParallel));
  });

  it('has no prefill where the cache has every prompt', () => {
    const { workload } = mixtureQuestion;
    const { shared, split } = frontsOf({
      ...mixtureQuestion,
      workload: { ...workload, cachedPrefill: workload.prefill },
    });
    assert.equal(shared.prefill, undefined);
    assert.equal(split.prefill, undefined);
  });
});
