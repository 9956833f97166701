import assert from 'node:assert/strict';
import { asGoodPools } from '../../server/src/evaluation/as-good-pools';
import { throughputPerInstance } from '../../server/src/provisioning/cycle/throughput';
import { pointsIn } from '../../server/src/uncertainty/world';
import { analyse, deployment } from '../analysis/analysed';

const sizingOf = (ffn: number) =>
  analyse(deployment('{ workers: 4, batchSize: 256 }', `{ workers: ${ffn} }`)).documents[0]!.evaluation!.sizing!;

describe('as-good-pools', () => {
  it('lose less than 1 % on average over all worlds, and their neighbours outside lose more', () => {
    const sizing = sizingOf(1);
    const { low, high } = asGoodPools(sizing)!;
    const points = pointsIn(sizing.worlds, sizing.point);
    const counts = Array.from({ length: 30 }, (_, index) => index + 1);
    const throughputs = points.map((at) =>
      counts.map((attention) => throughputPerInstance(at, { attention, ffn: 1 }, sizing.form)),
    );
    const regret = (attention: number): number =>
      throughputs.reduce((sum, of) => sum + 1 - of[attention - 1]! / Math.max(...of), 0) / points.length;
    for (const { attention } of [low, high]) assert.ok(regret(attention) < 0.0125, `${attention}`);
    for (const attention of [low.attention - 1, high.attention + 1])
      assert.ok(regret(attention) > 0.0075, `${attention}`);
    assert.deepEqual([low.ffn, high.ffn], [1, 1]);
  });

  it('are told once', () => {
    const sizing = sizingOf(2);
    assert.equal(asGoodPools(sizing), asGoodPools(sizing));
    assert.equal(asGoodPools(sizing)!.low.ffn, 2);
  });
});
