import assert from 'node:assert/strict';
import { sweepPlot } from '../../server/src/cli/sweep-plot';
import type { SimulatedSweep, SimulatedSweepPoint } from '../../server/src/sweep/sweep';
import { deployment } from '../analysis/analysed';
import { subjectOf, theoryFor } from '../sweep/subject';

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
    assert.match(lines.at(-1)!, /\. theory {3}o simulation, \| 95 % interval {3}A attention-bound {3}F FFN-bound$/);
    assert.ok(lines.every((line) => line.length <= 60 + 32));
  });

  it('keeps labels inside the plot and draws the theory alone', () => {
    const late = { ...theory, configured: { ...theory.configured, ratio: 31 }, recommended: undefined };
    const lines = sweepPlot(late, undefined, { columns: 64, rows: 6 }).split('\n');
    assert.ok(lines.some((line) => /4A:1F configured \^$/.test(line)));
    assert.doesNotMatch(lines.at(-1)!, /simulation/);
  });

  it('copes with one point, with equal values and with none', () => {
    const one = { ...theory, points: theory.points.slice(0, 1) };
    assert.match(sweepPlot(one, undefined), /1 {2}ratio r/);
    const flat = { ...theory, points: theory.points.map((point) => ({ ...point, throughput: 0 })) };
    assert.doesNotMatch(sweepPlot(flat, undefined), /NaN|unknown/);
    assert.equal(sweepPlot({ ...theory, points: [] }, undefined), 'no ratio in the range');
  });
});
