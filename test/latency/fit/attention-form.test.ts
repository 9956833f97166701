import assert from 'node:assert/strict';
import { attentionLine, separableForm } from '../../../server/src/latency/fit/attention-form';

const loadsOf = (points: readonly (readonly [context: number, requests: number])[]) =>
  points.map(([context, requests]) => ({
    tokens: context * requests,
    requests,
    time: 2e-5 * context * requests + 0.15 * requests + 3,
  }));
const freeIn = (points: readonly (readonly [number, number])[], noise = 0.01) => {
  const { freePerRequest, freeBeta } = separableForm(loadsOf(points), noise, 6000);
  return [freePerRequest, freeBeta];
};

describe('attention form', () => {
  it('frees what the loads tell apart', () => {
    // Contexts and batch sizes vary independently.
    const contexts = [4096, 8192, 16384, 32768];
    assert.deepEqual(freeIn(contexts.flatMap((context) => [5, 20, 80].map((b) => [context, b] as const))), [
      true,
      true,
    ]);
    // About the same tokens everywhere: only the requests tell.
    assert.deepEqual(freeIn([[8192, 50], [16384, 25], [32768, 12.5], [65536, 6.25]]), [true, false]); // biome-ignore format: a list
    // One context: tokens and requests grow together, and the step shows.
    assert.deepEqual(freeIn([1, 5, 10, 20, 40].map((b) => [16384, b] as const)), [false, true]);
    // One load, or loads too near each other.
    assert.deepEqual(freeIn([[16384, 25]]), [false, false]);
    assert.deepEqual(freeIn([[16384, 25], [16384, 26]]), [false, false]); // biome-ignore format: a list
  });

  it('does not take a load that was timed often for several', () => {
    assert.deepEqual(freeIn(Array<readonly [number, number]>(1000).fill([16384, 25])), [false, false]);
  });

  it('gives requests no share where they were not recorded', () => {
    const form = separableForm(
      [1e5, 2e5, 4e5].map((tokens) => ({ tokens, requests: undefined, time: 2 + 1e-5 * tokens })),
      0.01,
      6000,
    );
    assert.deepEqual(form, { freePerRequest: false, freeBeta: true, tokensPerRequest: 0 });
    assert.deepEqual(attentionLine(form, [1e-5, 2]), { alpha: 1e-5, perRequest: 0, beta: 2 });
  });

  it('ties requests to tokens by the exchange rate where they are not free', () => {
    const form = { freePerRequest: false, freeBeta: false, tokensPerRequest: 6000 };
    assert.deepEqual(attentionLine(form, [0.25]), { alpha: 0.25, perRequest: 1500, beta: 0 });
  });
});
