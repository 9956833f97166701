import type { CommunicationLine } from '../../provisioning/cycle/operating-point';
import { quote } from '../../text/format';
import type { Device } from '../hardware/device';
import type { ModelShape } from '../hardware/model-shape';
import type { Assumptions } from './assumptions';
import type { CommunicationBreakdown, NetworkTier } from './breakdown';
import { routingOf } from './ffn-stage';
import { derated } from './rates';
import { sum } from './sum';

/** Bytes of one element on its way to the experts, in fp8, and of one on its way back, in bf16. */
const dispatchElementBytes = 1;
const combineElementBytes = 2;

/** The network between the pools, and the bytes per second of its slower end. */
export interface Link {
  readonly tier: NetworkTier;
  readonly tierStated: boolean;
  readonly bytesPerSecond: number;
}

/**
 * The link of the stated tier; by default the scale-up network of devices of one kind that have one, else scale-out.
 * Where a device states no such network, a sentence that names the device and the key.
 */
export function linkBetween(attention: Device, ffn: Device, stated: NetworkTier | undefined): Link | string {
  const ofOneKind = attention.id === ffn.id && attention.scaleUp !== undefined && ffn.scaleUp !== undefined;
  const tier = stated ?? (ofOneKind ? 'scale-up' : 'scale-out');
  const key = tier === 'scale-up' ? 'scaleUp' : 'scaleOut';
  let bytesPerSecond = Number.POSITIVE_INFINITY;
  for (const device of [attention, ffn]) {
    const own = device[key];
    if (own === undefined)
      return `Device ${quote(device.id)} states no ${quote(`${key}GBps`)}, so the time of communication is unknown; state it in a device file.`;
    bytesPerSecond = Math.min(bytesPerSecond, own);
  }
  return { tier, tierStated: stated !== undefined, bytesPerSecond };
}

/** Seconds of both ways together, and what they follow from (docs/roofline.md, "Communication"). */
export function communicationStage(
  shape: ModelShape,
  { tier, tierStated, bytesPerSecond }: Link,
  { efficiency, hopSeconds }: Assumptions,
): { readonly line: CommunicationLine; readonly breakdown: CommunicationBreakdown } {
  const link = derated(bytesPerSecond, efficiency.network);
  const layers = sum(shape.ffn, (group) => group.layers);
  const elements = layers * shape.hidden;
  const breakdown: CommunicationBreakdown = {
    tier,
    tierStated,
    link,
    dispatchBytesPerRow: elements * dispatchElementBytes,
    combineBytesPerRow: elements * combineElementBytes,
    roundTripBytesPerRow: elements * (dispatchElementBytes + combineElementBytes),
    hopsPerStep: 2 * layers,
  };
  const line: CommunicationLine = {
    alpha: breakdown.roundTripBytesPerRow / link.effectivePerSecond,
    beta: breakdown.hopsPerStep * hopSeconds,
    fanOut: routingOf(shape),
  };
  return { line, breakdown };
}
