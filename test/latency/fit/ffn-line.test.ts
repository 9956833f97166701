import assert from 'node:assert/strict';
import { ffnStandardErrors, fitFfnLines } from '../../../server/src/latency/fit/ffn-line';
import { normals } from './generated-sweep';

const levels = [8.5, 9.5, 9];
const loads = [
  [100, 150, 200, 250, 300],
  [18, 40, 60, 80],
  [50, 90, 130],
];

function rowsOf(noise: number, seed = 1) {
  const normal = normals(seed);
  return loads.flatMap((own, group) =>
    own.map((load) => {
      const exact = 0.028 * load + levels[group]!;
      return { load, group, time: exact * (1 + noise * normal()), weight: 1 / exact ** 2 };
    }),
  );
}

describe('FFN line', () => {
  it('takes its slope from within contexts, whatever their levels', () => {
    const lines = fitFfnLines(rowsOf(0), 3)!;
    assert.ok(Math.abs(lines.alpha - 0.028) < 1e-12);
    for (const [group, level] of lines.levels.entries()) assert.ok(Math.abs(level - levels[group]!) < 1e-9);
    assert.ok(Math.abs(lines.beta - (5 * 8.5 + 4 * 9.5 + 3 * 9) / 12) < 1e-9);
  });

  it('has one level where the contexts say nothing by themselves', () => {
    const single = [20, 60, 110].map((load, group) => ({ load, group, time: 0.028 * load + 9, weight: 1 }));
    const lines = fitFfnLines(single, 3)!;
    assert.ok(Math.abs(lines.alpha - 0.028) < 1e-9);
    assert.equal(new Set(lines.levels).size, 1);
    const falling = [20, 60, 110].map((load, group) => ({ load, group, time: 10 - 0.01 * load, weight: 1 }));
    assert.equal(fitFfnLines(falling, 3), undefined);
  });

  it('states the errors that repeated measurements have', () => {
    const runs = Array.from({ length: 400 }, (_, seed) => fitFfnLines(rowsOf(0.02, seed + 1), 3)!);
    const spread = (values: readonly number[]): number => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    };
    const errors = ffnStandardErrors(runs[0]!, rowsOf(0), 0.02);
    assert.ok(Math.abs(errors.alpha! / spread(runs.map(({ alpha }) => alpha)) - 1) < 0.15);
    assert.ok(Math.abs(errors.beta! / spread(runs.map(({ beta }) => beta)) - 1) < 0.15);
  });
});
