import assert from 'node:assert/strict';
import { deployment, filesOf, readyTrace } from '../analysis/analysed';
import { subjectOf, theoryFor } from './subject';

const base = deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 3\n');
const inputs = filesOf({
  'chat.csv': readyTrace(Array.from({ length: 300 }, (_, i) => [100 + (i % 7), 90 + (i % 9)])),
});
const notes = (text: string) => theoryFor(subjectOf(text, inputs)).notes;

describe('sweep-notes', () => {
  it('has nothing to say where everything is stated and tested', () => {
    assert.deepEqual(notes(base), []);
  });

  it('says what is assumed or not known', () => {
    assert.match(notes(base.replace('  microbatches: 3\n', '')).join(), /no microbatches; 3 are assumed/);
    const means = '{ statistics: { meanPrefill: 100, meanDecode: 500, varianceDecode: 250000, covariance: 0 } }';
    assert.match(notes(base.replace(/workload: .*/, `workload: ${means}`)).join(), /^nu is not known/);
  });

  it('says that a roofline is no measurement', () => {
    const roofline = base
      .replace(/ {2}latencyProfile: .*\n/, '')
      .replace(/spec:\n/, 'spec:\n  model: deepseek-v3\n  device: h800\n');
    const [first] = notes(roofline);
    assert.equal(first, 'The stage times are a roofline: uncalibrated, with an error of 50 %.');
  });

  it('tells a cold start that the theory takes in from one that it does not', () => {
    const horizon = base.replace(/(statistics: .*\}) \}/, '$1, horizonRequests: 2000 }');
    assert.match(notes(horizon).join(), /theta is its mean over that run, and simulations start cold/);
    const traced = base.replace(/workload: .*/, 'workload: { trace: chat.csv, horizonRequests: 2000 }');
    assert.match(notes(traced).join(), /simulations start cold, the theory does not\..*the stationary load is used/);
  });
});
