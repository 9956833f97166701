import assert from 'node:assert/strict';
import { bytesPerElement, computePrecision } from '../../../server/src/latency/roofline/precision';
import { a800, gb200, h800 } from './known-shapes';

describe('precision of a roofline', () => {
  it('counts the scales of 4-bit blocks', () => {
    // A block of 32: 16 bytes of numbers and one, or two, of scale.
    assert.equal(bytesPerElement.fp4 * 32, 17);
    assert.equal(bytesPerElement.int4 * 32, 18);
    assert.deepEqual([bytesPerElement.bf16, bytesPerElement.fp8, bytesPerElement.int8], [2, 1, 1]);
  });

  it('computes in the nearest precision that the device has, at last bf16', () => {
    const stored = ['bf16', 'fp8', 'fp4', 'int8', 'int4'] as const;
    const on = (device: typeof a800) => stored.map((precision) => computePrecision(device, precision));
    assert.deepEqual(on(a800), ['bf16', 'bf16', 'bf16', 'bf16', 'bf16']);
    assert.deepEqual(on(h800), ['bf16', 'fp8', 'fp8', 'bf16', 'bf16']);
    assert.deepEqual(on(gb200), ['bf16', 'fp8', 'fp4', 'bf16', 'bf16']);
    const withInt8 = { ...a800, flops: { ...a800.flops, int8: 624e12, fp4: 1e15 } };
    assert.deepEqual(on(withInt8), ['bf16', 'bf16', 'fp4', 'int8', 'bf16']);
  });
});
