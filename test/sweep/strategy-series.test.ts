import assert from 'node:assert/strict';
import { strategySeries } from '../../server/src/sweep/strategy-series';
import { optionOf, pointOf, questionOf } from '../wording/compared';

describe('strategy-series', () => {
  const fast = pointOf(100, { tpot: 0.01 });
  const best = pointOf(200, { tpot: 0.0125 });
  const slow = pointOf(300, { tpot: 0.02 });
  const seriesOf = (...options: Parameters<typeof strategySeries>[1]['options']) =>
    strategySeries(questionOf(), { options });
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
});
