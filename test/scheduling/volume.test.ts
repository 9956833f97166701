import assert from 'node:assert/strict';
import fc from 'fast-check';
import { peak, volume } from '../../server/src/scheduling/volume';
import { heldIn } from './step-by-step';

it('volume and peak sum and bound what a request holds step by step', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 1, max: 200 }), (prefill, decode) => {
      const request = { prefill, decode, arrival: 0 };
      const held = Array.from({ length: decode + 1 }, (_, step) => heldIn(step, 0, request));
      assert.equal(
        volume(request),
        held.reduce((sum, tokens) => sum + tokens, 0),
      );
      assert.equal(peak(request), Math.max(...held));
    }),
  );
});
