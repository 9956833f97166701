import assert from 'node:assert/strict';
import { lawOfStatistics } from '../../server/src/sweep/request-law-of';

describe('request-law-of', () => {
  it('reads the law that statistics describe', () => {
    assert.deepEqual(lawOfStatistics({ distribution: 'geometric', meanPrefill: 0.5, meanDecode: 9 }), {
      kind: 'geometric',
      meanPrefill: 1,
      meanDecode: 9,
    });
    const means = { meanPrefill: 100, meanDecode: 20, variancePrefill: 400, varianceDecode: 25 };
    assert.deepEqual(lawOfStatistics({ ...means, covariance: 50 }), {
      kind: 'lognormal',
      meanPrefill: 100,
      meanDecode: 20,
      deviationPrefill: 20,
      deviationDecode: 5,
      correlation: 0.5,
    });
    assert.deepEqual(lawOfStatistics({ ...means, variancePrefill: 0, varianceDecode: 0 }), {
      kind: 'deterministic',
      prefill: 100,
      decode: 20,
    });
  });

  it('says what is missing where they describe none', () => {
    const problem = (data: Record<string, unknown>) => {
      const law = lawOfStatistics(data);
      return 'problem' in law ? law.problem : law.kind;
    };
    assert.match(problem({ n: 3, sumP: 3 }), /needs a request trace, or means and variances/);
    assert.match(problem({ meanPrefill: 1, meanDecode: 2, varianceDecode: 3 }), /or both variances/);
  });
});
