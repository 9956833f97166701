import assert from 'node:assert/strict';
import {
  bestBand,
  idleDomain,
  idleSeries,
  overTpotRegions,
  pointedOut,
  ratioDomain,
  regimeRegions,
  throughputDomain,
  throughputNumbers,
  throughputSeries,
} from '../../server/src/charts/sweep-marks';
import { point, simulated, theory } from './sweeps';

describe('what a sweep shows', () => {
  it('spans all points, the configured and the best ratio', () => {
    assert.deepEqual(ratioDomain(theory()), [1, 12]);
    const outside = { ...point(20), gain: 0, gainLow: 0, gainHigh: 0 };
    assert.deepEqual(ratioDomain(theory({ recommended: outside })), [1, 20]);
  });

  it('takes in what was simulated, but not intervals that would flatten everything', () => {
    const [low, high] = throughputDomain(theory(), simulated());
    assert.ok(low <= 0.1 && high >= 0.9 * 1.01);
    const wide = simulated().points.map((each) => ({ ...each, throughput: { mean: 0.9, low: -40, high: 42 } }));
    const [from, to] = throughputDomain(theory(), { ...simulated(), points: wide });
    assert.ok(from >= 0 && to <= 1.2);
  });

  it('shows idle shares from nothing, never beyond the whole', () => {
    assert.deepEqual(idleDomain(theory(), undefined), [0, 0.5]);
    assert.deepEqual(idleDomain(theory({ points: [point(1, { idleFfn: 0.99 })] }), undefined), [0, 1]);
  });

  it('is a line of the theory, and points with their intervals where these are known', () => {
    const some = simulated();
    const [first, second] = some.points;
    const unknown = { ...second!, throughput: { mean: 0.9, low: undefined, high: undefined } };
    const series = throughputSeries(theory(), { ...some, points: [first!, unknown] });
    assert.deepEqual(series.theory, [
      {
        kind: 'line',
        of: 'theory',
        places: theory().points.map(({ ratio, throughput }) => ({ x: ratio, y: throughput })),
      },
    ]);
    assert.deepEqual(series.simulated, [
      { kind: 'interval', of: 'simulated', x: 3, low: 0.3 * 0.99, high: 0.3 * 1.01 },
      { kind: 'points', of: 'simulated', shape: 'circle', places: [{ x: 3, y: 0.3 }] },
      { kind: 'points', of: 'simulated', shape: 'circle', places: [{ x: 9, y: 0.9 }] },
    ]);
    assert.deepEqual(throughputSeries(theory(), undefined).simulated, []);
  });

  it('has the idle shares of either kind of worker', () => {
    const { theory: lines, simulated: points } = idleSeries(theory(), simulated());
    assert.deepEqual(
      lines.map(({ kind, of }) => [kind, of]),
      [
        ['line', 'attention'],
        ['line', 'ffn'],
      ],
    );
    assert.equal(points.filter(({ kind, of }) => kind === 'points' && of === 'ffn').length, 2);
  });

  it('leaves no gap between regimes and the edges of a plot', () => {
    assert.deepEqual(
      regimeRegions(theory()).map(({ of, from, to }) => [of, from, to]),
      [
        ['attention', undefined, 9.5],
        ['ffn', 9.5, undefined],
      ],
    );
  });

  it('is over the objective from where the time per token crosses it', () => {
    assert.deepEqual(overTpotRegions(theory()), []);
    assert.deepEqual(
      overTpotRegions(theory({ tpotLimit: 450 })).map(({ from, to }) => [from, to]),
      [[4.5, undefined]],
    );
    assert.deepEqual(
      overTpotRegions(theory({ tpotLimit: 50 })).map(({ from, to }) => [from, to]),
      [[undefined, undefined]],
    );
  });

  it('points out the configured and the best pools, and others that are predicted', () => {
    const whys = (sweep: ReturnType<typeof theory>) =>
      pointedOut(sweep).map(({ why, point }) => [why, point.attention]);
    assert.deepEqual(whys(theory()), [
      ['configured', 3],
      ['best', 9],
    ]);
    assert.deepEqual(whys(theory({ recommended: undefined, predicted: point(3) })), [['configured', 3]]);
    assert.deepEqual(whys(theory({ predicted: point(8) })), [
      ['configured', 3],
      ['best', 9],
      ['predicted', 8],
    ]);
  });

  it('has a band only where the best ratios are known', () => {
    assert.deepEqual(bestBand(theory()), [{ kind: 'band', of: 'best', from: 9, to: 9 }]);
    assert.deepEqual(bestBand(theory({ band: undefined })), []);
  });

  it('is numbered per second where times have a known length', () => {
    assert.equal(throughputNumbers(theory())(0.4, 0.2), '0.4');
    assert.equal(throughputNumbers(theory({ timeUnit: 'ms' }))(0.4, 0.2), '400');
  });
});
