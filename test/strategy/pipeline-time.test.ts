import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pipelineTime } from '../../server/src/strategy/pipeline-time';

describe('pipelineTime', () => {
  it('is 12.066 where four microbatches go through stages of 2, 1, 3 and 1 in 61 layers, against 28 one by one', () => {
    assert.equal(pipelineTime([2, 1, 3, 1], 4, 61).toFixed(3), '12.066');
  });

  it('is the sum of the stages for one microbatch in one layer', () => {
    assert.equal(pipelineTime([2, 1, 3, 1], 1, 1), 7);
  });

  it('is what a schedule of every microbatch through every stage and layer takes, but for the filling of the pipeline', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 4, noNaN: true }), { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 4, max: 6 }),
        fc.integer({ min: 20, max: 40 }),
        (stages, microbatches, layers) => {
          const predicted = pipelineTime(stages, microbatches, layers);
          const scheduled = schedule(
            stages.map((stage) => stage / layers),
            microbatches,
            layers,
          );
          const sum = stages.reduce((a, b) => a + b, 0);
          // With fewer microbatches than stages' worth of work the loop, not the slowest stage, sets the pace.
          fc.pre(microbatches * Math.max(...stages) > sum * 1.2);
          assert.ok(Math.abs(scheduled - predicted) <= (microbatches * sum) / layers, `${scheduled} and ${predicted}`);
        },
      ),
    );
  });

  it('wants a stage', () => {
    assert.throws(() => pipelineTime([], 4, 61), RangeError);
  });
});

/** When the last microbatch leaves: each stage does one microbatch of one layer at a time, in turn. */
function schedule(stages: readonly number[], microbatches: number, layers: number): number {
  const free = stages.map(() => 0);
  const ready = Array.from({ length: microbatches }, () => 0);
  for (let layer = 0; layer < layers; layer++) {
    for (let microbatch = 0; microbatch < microbatches; microbatch++) {
      stages.forEach((time, stage) => {
        const end = Math.max(free[stage]!, ready[microbatch]!) + time;
        free[stage] = end;
        ready[microbatch] = end;
      });
    }
  }
  return Math.max(...ready);
}
