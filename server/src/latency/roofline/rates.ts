import type { Device } from '../hardware/device';
import type { Precision } from '../hardware/model-shape';
import type { ComputeRate, Rate } from './breakdown';
import { computePrecision } from './precision';

/** A peak and the share of it that is reckoned with. */
export function derated(peakPerSecond: number, efficiency: number): Rate {
  return { peakPerSecond, efficiency, effectivePerSecond: peakPerSecond * efficiency };
}

/** How fast a device multiplies what is stored in a precision. */
export function computeRate(device: Device, stored: Precision, efficiency: number): ComputeRate {
  const precision = computePrecision(device, stored);
  return { precision, ...derated(device.flops[precision] ?? device.flops.bf16, efficiency) };
}
