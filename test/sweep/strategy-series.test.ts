import assert from 'node:assert/strict';
import fc from 'fast-check';
import { strategyCurves } from '../../server/src/sweep/strategy-series';
import { optionOf, optionsOf, pointOf, questionOf } from '../wording/compared';

describe('strategy-series', () => {
  const fast = pointOf(100, { tpot: 0.01 });
  const best = pointOf(200, { tpot: 0.0125 });
  const slow = pointOf(300, { tpot: 0.02 });
  const seriesOf = (...options: Parameters<typeof strategyCurves>[1]['options']) =>
    strategyCurves(questionOf(), { options }).series;
  const option = (frontier: readonly (typeof best)[], feasible = true) => ({
    ...optionOf('aggregated', 200, { feasible, bindingConstraint: 'tpot' }),
    point: best,
    frontier,
  });

  it('has the frontier in the order of the chart, with the chosen point once', () => {
    for (const frontier of [
      [fast, best, slow],
      [fast, { ...best }, slow],
      [slow, fast],
    ]) {
      const [series] = seriesOf(option(frontier));
      assert.deepEqual(
        series!.points.map(({ perUser, throughput, chosen }) => [perUser, throughput, chosen]),
        [
          [50, 300, false],
          [80, 200, true],
          [100, 100, false],
        ],
      );
    }
  });

  it('leaves out what the chosen point beats', () => {
    const beaten = pointOf(199, { tpot: 0.013 });
    const [series] = seriesOf(option([fast, beaten, slow]));
    assert.deepEqual(
      series!.points.map(({ throughput }) => throughput),
      [300, 200, 100],
    );
  });

  it('chooses nothing where the objectives are missed, and says so', () => {
    const [series] = seriesOf(option([fast, slow], false));
    assert.deepEqual(
      series!.points.map(({ throughput, chosen }) => [throughput, chosen]),
      [
        [300, false],
        [100, false],
      ],
    );
    assert.equal(series!.missed, 'misses TPOT 15 ms');
  });

  it('leaves out strategies without points, and keeps the words of the others', () => {
    const [series, ...others] = seriesOf(optionOf('aggregated', undefined), optionOf('prefill-decode', 500));
    assert.deepEqual([series!.strategy, series!.name, series!.missed], ['prefill-decode', 'prefill/decode', undefined]);
    assert.deepEqual(
      [series!.points[0]!.layout, series!.points[0]!.step],
      ['8 groups of 16', 'B 7, m 2, chunks of 512'],
    );
    assert.deepEqual(others, []);
  });

  it('has strategies that miss the objectives, without a chosen point', () => {
    const near = optionOf('prefill-decode', 900, { feasible: false });
    const series = seriesOf(...optionsOf(1000).slice(0, 1), near, ...optionsOf().slice(2));
    assert.deepEqual(
      series.map(({ strategy, points }) => [strategy, points.find(({ chosen }) => chosen)?.throughput]),
      [
        ['aggregated', 1000],
        ['prefill-decode', undefined],
      ],
    );
  });

  it('has the speed of a user that the objective asks for', () => {
    const { objectives } = questionOf();
    assert.deepEqual(strategyCurves({ objectives: { ...objectives, tpot: 0.02 } }, { options: [] }).objective, {
      tpotSeconds: 0.02,
      perUser: 50,
    });
    assert.equal(
      strategyCurves({ objectives: { ttft: undefined, tpot: undefined } }, { options: [] }).objective,
      undefined,
    );
  });

  it('rises in tokens per user and falls in throughput, through what is chosen unless a point has more of both', () => {
    const point = fc.record({ throughput: fc.integer({ min: 1, max: 50 }), perUser: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), point, (raw, best) => {
        const at = ({ throughput, perUser }: typeof best) => pointOf(throughput, { tpot: 1 / perUser });
        const options = [optionOf('aggregated', best.throughput, { frontier: raw.map(at), point: at(best) })];
        const { points } = strategyCurves(questionOf(), { options }).series[0]!;
        for (const [i, each] of points.slice(1).entries()) {
          assert.ok(each.perUser > points[i]!.perUser && each.throughput < points[i]!.throughput);
        }
        const covering = (each: typeof best) =>
          points.filter(({ perUser, throughput }) => perUser >= each.perUser - 1e-9 && throughput >= each.throughput);
        for (const each of [...raw, best]) assert.ok(covering(each).length > 0);
        assert.deepEqual(
          points.filter(({ chosen }) => chosen).map((each) => covering(best).includes(each)),
          [true],
        );
      }),
    );
  });
});
