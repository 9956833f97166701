import assert from 'node:assert/strict';
import type { StrategyChart } from '../../../server/src/cli/compare/compare-series';
import { strategyPlot } from '../../../server/src/cli/compare/compare-text-plot';

const chart: StrategyChart = {
  series: [
    {
      strategy: 'aggregated',
      points: [
        { perUser: 20, throughput: 1000 },
        { perUser: 100, throughput: 200 },
      ],
      chosen: { perUser: 20, throughput: 1000 },
    },
    { strategy: 'prefill-decode-afd', points: [{ perUser: 60, throughput: 600 }], chosen: undefined },
  ],
  least: 40,
};

describe('text plot of a comparison', () => {
  it('puts each point where its numbers are, what is chosen as a capital, and the objective as a column', () => {
    assert.deepEqual(strategyPlot(chart, { columns: 21, rows: 6 }), [
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
    assert.deepEqual(strategyPlot({ series: [], least: 40 }), []);
  });
});
