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
    const sizes = new Set(frontsOf(question).afd.decode.map(({ size }) => size));
    for (const size of [15, 17, 23, 28, 30]) assert.ok(sizes.has(size), `${size}`);
  });

  it('keeps the limits', () => {
    const limits = { ttft: 0.5, tpot: 0.03 };
    const { withoutAfd, afd } = frontsOf(mixtureQuestion, limits);
    for (const { decode, prefill } of [withoutAfd, afd]) {
      assert.ok(decode.length > 0 && decode.every(({ points }) => points.every(({ tpot }) => tpot <= limits.tpot)));
      assert.ok(prefill!.every(({ points }) => points.every(({ seconds }) => seconds <= limits.ttft)));
    }
  });

  it('has prefill of either kind beside AFD decoding, and no other without AFD', () => {
    const kinds = (fronts: ReturnType<typeof frontsOf>['withoutAfd']) =>
      new Set(fronts.prefill!.flatMap(({ points }) => points.map(({ serving }) => serving.prepared.group.kind)));
    const { withoutAfd, afd } = frontsOf(denseQuestion, unlimited);
    assert.deepEqual([...kinds(withoutAfd)], ['withoutAfd']);
    assert.deepEqual([...kinds(afd)].sort(), ['afd', 'withoutAfd']);
  });

  it('respects the largest group without AFD in further sizes too', () => {
    const { withoutAfd } = frontsOf({ ...mixtureQuestion, devices: 48, largestGroupWithoutAfd: 20 });
    assert.ok(
      withoutAfd.prefill!.every(({ size }) => size <= 20) && withoutAfd.prefill!.some(({ size }) => size === 19),
    );
  });

  it('has ranks of a model without routed experts only as groups of their own', () => {
    const { withoutAfd } = frontsOf(denseQuestion, unlimited);
    assert.ok(withoutAfd.decode.every(({ size, tensorParallel }) => size === tensorParallel));
  });

  it('has no prefill where the cache has every prompt', () => {
    const { workload } = mixtureQuestion;
    const { withoutAfd, afd } = frontsOf({
      ...mixtureQuestion,
      workload: { ...workload, cachedPrefill: workload.prefill },
    });
    assert.equal(withoutAfd.prefill, undefined);
    assert.equal(afd.prefill, undefined);
  });
});
