import assert from 'node:assert/strict';
import { sweepPlot } from '../../../server/src/cli/simulate/sweep-plot';
import type { SimulatedSweep, SimulatedSweepPoint } from '../../../server/src/sweep/sweep';
import { deployment } from '../../analysis/analysed';
import { subjectOf, theoryFor } from '../../sweep/subject';

const theory = theoryFor(
  subjectOf(deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 3\n')),
);

function simulatedAt(attention: number, mean: number, reach?: number): SimulatedSweepPoint {
  const figure = {
    mean,
    low: reach === undefined ? undefined : mean - reach,
    high: reach === undefined ? undefined : mean + reach,
  };
  const names = [
    'throughput',
    'throughputFirst80',
    'tpotMean',
    'tpotP99',
    'idleAttention',
    'idleFfn',
    'barrierOverhead',
  ];
  const figures = Object.fromEntries(names.map((name) => [name, figure]));
  return { attention, ffn: 1, ratio: attention, ...figures } as unknown as SimulatedSweepPoint;
}

const simulated: SimulatedSweep = {
  kind: 'simulated',
  seed: 1,
  replications: 3,
  requestsPerWorker: 1000,
  start: 'stationary',
  requests: 'chat.csv',
  points: [simulatedAt(1, 0.4, 0.2), simulatedAt(10, 0.73, 0.001), simulatedAt(32, 0.32)],
  best: { attention: 10, ffn: 1, ratio: 10 },
  predicted: { attention: 10, ffn: 1, ratio: 10 },
  ratioErrorPercent: 0,
  regretPercent: 0,
};

describe('sweep-plot', () => {
  it('draws theory, simulation, regimes and marks', () => {
    const lines = sweepPlot(theory, simulated, { columns: 32, rows: 8 }).split('\n');
    const column = (line: string, ratio: number) => line[line.indexOf('|') + ratio];
    assert.equal(column(lines[0]!, 10), 'o', 'the simulated best is on top');
    assert.match(
      lines
        .slice(0, 8)
        .map((line) => column(line, 1) ?? ' ')
        .join(''),
      /\|+o\|+/,
      'an interval about its mean',
    );
    assert.match(lines[9]!.trim(), /^A{10}F{22}$/);
    assert.match(lines[10]!, /^ +1 +ratio r +32$/);
    assert.match(lines[11]!, /^ +\^ 4A:1F configured$/);
    assert.match(lines[12]!, /^ +\^ 10A:1F recommended, simulated best$/);
    assert.equal(lines[12]!.indexOf('^') - lines[11]!.indexOf('^'), 6, 'six ratios apart');
    assert.match(lines.at(-2)!, /^ +\. theory {3}o simulation, \| 95 % interval$/);
    assert.match(lines.at(-1)!, /^ +A attention-bound {3}F FFN-bound$/);
    assert.ok(lines.every((line) => line.length <= 60 + 32));
  });

  it('keeps labels inside the plot and draws the theory alone', () => {
    const late = { ...theory, configured: { ...theory.configured, ratio: 31 }, recommended: undefined };
    const lines = sweepPlot(late, undefined, { columns: 64, rows: 6 }).split('\n');
    assert.ok(lines.some((line) => /4A:1F configured \^$/.test(line)));
    assert.doesNotMatch(lines.slice(-2).join(''), /simulation/);
  });

  it('numbers its axis per second where times have a known length', () => {
    const axis = (timeUnit: 'cycle' | 'ms'): readonly string[] =>
      sweepPlot({ ...theory, timeUnit }, undefined)
        .split('\n')
        .flatMap((line) => line.match(/^ *([\d.,]+) \|/)?.[1] ?? []);
    const perSecond = axis('cycle').map((label) => 1000 * Number(label));
    const shown = axis('ms').map((label) => Number(label.replaceAll(',', '')));
    assert.ok(shown.length >= 4 && shown[0]! > 100, shown.join());
    shown.forEach((value, i) => {
      assert.ok(Math.abs(value - perSecond[i]!) <= 0.05 + 1e-3 * value, `${value} for ${perSecond[i]}`);
    });
  });

  it('stays within 100 columns with all regimes and a long label in the middle', () => {
    const regimes = ['attention', 'communication', 'ffn', 'pipeline'] as const;
    const points = theory.points.map((point, i) => ({ ...point, regime: regimes[i % 4]! }));
    const middle = { ...theory.configured, attention: 15 * 1024, ffn: 1024, ratio: 15 };
    const wide = { ...theory, points, configured: middle, recommended: { ...theory.recommended!, ...middle } };
    const lines = sweepPlot(wide, { ...simulated, best: middle, predicted: middle }).split('\n');
    assert.ok(
      lines.every((line) => line.length <= 100),
      lines.join('\n'),
    );
    assert.ok(lines.some((line) => /15360A:1024F configured, recommended, simulated best$/.test(line)));
    assert.match(lines.at(-1)!, /A attention-bound .*C communication-bound .*F FFN-bound .*P pipeline-bound$/);
  });

  it('copes with one point, with equal values and with none', () => {
    const one = { ...theory, points: theory.points.slice(0, 1) };
    const single = sweepPlot(one, undefined);
    assert.match(single, /1 {2}ratio r/);
    assert.equal(single.slice(0, single.indexOf('+-')).match(/\.$/gm)?.length, 1, 'one dot, no line');
    assert.doesNotMatch(single, /\.\./);
    assert.doesNotMatch(sweepPlot(theory, simulated, { columns: 1, rows: 1 }), /NaN|unknown/);
    const flat = { ...theory, points: theory.points.map((point) => ({ ...point, throughput: 0 })) };
    assert.doesNotMatch(sweepPlot(flat, undefined), /NaN|unknown/);
    assert.equal(sweepPlot({ ...theory, points: [] }, undefined), 'no ratio in the range');
  });
});
