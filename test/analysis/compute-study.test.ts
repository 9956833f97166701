import assert from 'node:assert/strict';
import { computeStudy } from '../../server/src/analysis/compute-study';
import { scheduleStudy } from '../../server/src/scheduling/schedule-study';
import type { SchedulingQuestion } from '../../server/src/scheduling/study';

describe('computing a study', () => {
  it('answers a schedule', () => {
    const question: SchedulingQuestion = {
      requests: [
        { prefill: 5, decode: 3, arrival: 0 },
        { prefill: 1, decode: 1, arrival: 1 },
      ],
      kvTokens: 8,
      mode: 'online',
      policies: ['fcfs'],
      predictionNoise: 0,
      seed: 1,
      ageingSteps: undefined,
      stepTime: undefined,
    };
    const study = computeStudy({ kind: 'schedule', question });
    assert.deepEqual(study, scheduleStudy(question));
    // The second, of 2 tokens, waits for the 8 of the first to be gone after step 3: 3 steps, and 4 - 1.
    assert.equal(study.results[0]!.meanSteps, 3);
  });
});
