import assert from 'node:assert/strict';
import type { Compared } from '../../../server/src/charts/strategy-marks';
import { strategyPlot } from '../../../server/src/cli/compare/compare-text-plot';
import { strategyPoint, strategySeries } from '../../charts/compared';

const compared: Compared = {
  series: [
    strategySeries('aggregated', 1, {
      points: [strategyPoint(20, 1000, { chosen: true }), strategyPoint(100, 200)],
    }),
    strategySeries('prefill-decode-afd', 1, { points: [strategyPoint(60, 600)] }),
  ],
  objective: { tpotSeconds: 0.025, perUser: 40 },
};

describe('text plot of a comparison', () => {
  it('puts each point where its numbers are, what is chosen as a capital, and the objective as a column', () => {
    assert.deepEqual(strategyPlot(compared, { columns: 21, rows: 6 }), [
      '       tok/s of all devices',
      '1,000 |    A   :',
      '  800 |        :',
      '  600 |        :   d',
      '  400 |        :',
      '  200 |        :           a',
      '    0 |        :',
      '      +---------------------',
      '       0  20  40  60  80  100',
      '          tok/s per user',
      '       a aggregated, chunked prefill   p prefill/decode   f aggregated + AFD   d prefill/decode + AFD',
      '       capital: the best within the objectives   : TPOT objective, kept to its right',
    ]);
  });

  it('is empty where there is nothing to draw', () => {
    assert.deepEqual(strategyPlot({ ...compared, series: [] }), []);
  });
});
