import type { Device } from '../hardware/device';
import type { Precision } from '../hardware/model-shape';

/** How numbers are multiplied; there is no arithmetic on int4. */
export type ComputePrecision = Exclude<Precision, 'int4'>;

/**
 * Bytes of one element with its share of the block's scale: fp4 as mxfp4, an 8-bit scale for 32; int4 with a 16-bit
 * scale for 32. The scales of fp8 and int8, one for a block of 128 x 128 or a channel, are not counted.
 */
export const bytesPerElement: Readonly<Record<Precision, number>> = {
  bf16: 2,
  fp8: 1,
  int8: 1,
  fp4: 4.25 / 8,
  int4: 4.5 / 8,
};

/** The precision in which a device multiplies weights stored so: the nearest above that it computes in, at last bf16. */
export function computePrecision({ flops }: Device, stored: Precision): ComputePrecision {
  if (stored === 'fp4' && flops.fp4 !== undefined) return 'fp4';
  if ((stored === 'fp4' || stored === 'fp8') && flops.fp8 !== undefined) return 'fp8';
  if (stored === 'int8' && flops.int8 !== undefined) return 'int8';
  return 'bf16';
}
