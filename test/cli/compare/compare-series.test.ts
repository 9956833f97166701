import assert from 'node:assert/strict';
import fc from 'fast-check';
import { strategyChart } from '../../../server/src/cli/compare/compare-series';
import { comparisonOf, optionOf, optionsOf, pointOf } from '../../wording/compared';
import { comparedOf } from './compare-reports';

describe('curves of a comparison', () => {
  it('leave out strategies without a point, and mark what is chosen', () => {
    const near = optionOf('prefill-decode', 900, { feasible: false });
    const options = [...optionsOf(1000).slice(0, 1), near, ...optionsOf().slice(2)];
    const { series, least } = strategyChart(comparedOf(comparisonOf('infeasible', options)));
    assert.deepEqual(
      series.map(({ strategy, chosen }) => [strategy, chosen]),
      [
        ['aggregated', { perUser: 80, throughput: 1000 }],
        ['prefill-decode', undefined],
      ],
    );
    assert.equal(least, 50);
  });

  it('rise in tokens per user and fall in throughput, through what is chosen unless a point has more of both', () => {
    const point = fc.record({ throughput: fc.integer({ min: 1, max: 50 }), perUser: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), point, (raw, best) => {
        const at = ({ throughput, perUser }: typeof best) => pointOf(throughput, { tpot: 1 / perUser });
        const options = [optionOf('aggregated', best.throughput, { frontier: raw.map(at), point: at(best) })];
        const { points } = strategyChart(comparedOf(comparisonOf('pays', options))).series[0]!;
        for (const [i, each] of points.slice(1).entries()) {
          assert.ok(each.perUser > points[i]!.perUser && each.throughput < points[i]!.throughput);
        }
        for (const each of [...raw, best]) {
          const covers = points.some(
            ({ perUser, throughput }) => perUser >= each.perUser - 1e-9 && throughput >= each.throughput,
          );
          assert.ok(covers);
        }
      }),
    );
  });
});
