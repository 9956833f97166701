import assert from 'node:assert/strict';
import fc from 'fast-check';
import { momentsOf } from '../../server/src/workload/request-moments';
import { estimateFromStatistics } from '../../server/src/workload/statistics-block';
import { statisticsOfTrace } from '../../server/src/workload/statistics-of-trace';
import { estimateFromMoments } from '../../server/src/workload/theta-estimate';

describe('statistics-of-trace', () => {
  it('gives theta, its standard error and nu of the trace, lengths beyond all reason included', () => {
    const length = (least: number) =>
      fc.oneof(fc.integer({ min: least, max: 9000 }), fc.integer({ min: least, max: 2 ** 53 - 1 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(length(0), length(1)), { minLength: 1, maxLength: 30 }), (requests) => {
        const moments = momentsOf(requests);
        const estimate = estimateFromStatistics(statisticsOfTrace({ moments, errors: undefined }));
        assert.deepEqual(estimate, estimateFromMoments(moments));
      }),
    );
  });
});
