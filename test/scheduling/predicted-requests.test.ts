import assert from 'node:assert/strict';
import { predictedRequests } from '../../server/src/scheduling/predicted-requests';
import { copies } from './request-lists';

describe('predicted lengths', () => {
  it('are lognormal about the true ones, the same for the same seed, and leave prompts alone', () => {
    const requests = copies(20_000, 7, 100_000);
    const noise = { predictionNoise: 0.5, seed: 3, kvTokens: 1e9 };
    const predicted = predictedRequests(requests, noise);
    const logs = predicted.map(({ decode }) => Math.log(decode / 100_000));
    const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    const deviation = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
    // Standard errors: 0.5/sqrt(20,000) = 0.0035 and 0.0025.
    assert.ok(Math.abs(mean) < 0.014, String(mean));
    assert.ok(Math.abs(deviation - 0.5) < 0.01, String(deviation));
    assert.ok(predicted.every(({ prefill }) => prefill === 7));
    assert.deepEqual(predictedRequests(requests, noise), predicted);
    assert.notDeepEqual(predictedRequests(requests, { ...noise, seed: 4 }), predicted);
  });

  it('are whole, at least 1, and leave the request within M', () => {
    const requests = copies(2000, 50, 10);
    const predicted = predictedRequests(requests, { predictionNoise: 3, seed: 1, kvTokens: 100 });
    const lengths = predicted.map(({ decode }) => decode);
    assert.equal(Math.min(...lengths), 1);
    assert.equal(Math.max(...lengths), 50);
    assert.ok(lengths.every(Number.isInteger));
  });

  it('are the true ones without noise', () => {
    const requests = copies(3, 1, 2);
    assert.equal(predictedRequests(requests, { predictionNoise: 0, seed: 1, kvTokens: 10 }), requests);
  });
});
