import type { LatencyModel } from '../../provisioning/cycle/operating-point';
import type { RankCosts, ServingCosts, Traffic } from '../../strategy/serving-costs';
import { quote } from '../../text/format';
import type { Device } from '../hardware/device';
import type { ModelShape } from '../hardware/model-shape';
import type { Assumptions } from './assumptions';
import { attentionStage } from './attention-stage';
import type { NetworkTier } from './breakdown';
import { memoryNeeds } from './memory-needs';
import { prefillAttention, prefillPerRow } from './prefill-stage';
import { derated } from './rates';
import { type RooflineOptions, roofline } from './roofline';
import { allReduce, partOfRank, tensorParallelSizes } from './tensor-parallel';

/** Costs of both phases, or one sentence that says why there are none. */
export type ServingCostsOutcome =
  | { readonly kind: 'ready'; readonly costs: ServingCosts }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * What serving a model on devices of one kind costs, in seconds: decoding as `roofline` has it, prefill, and ranks of
 * several devices (docs/roofline.md, "Prefill" and "Tensor parallel"). A stated tier of scale-out keeps what goes between
 * attention and FFN off the scale-up network; ranks add up over that all the same.
 */
export function servingCosts(shape: ModelShape, device: Device, options: RooflineOptions = {}): ServingCostsOutcome {
  const outcome = roofline(shape, { attention: device, ffn: device }, options);
  if (outcome.kind === 'refused') return outcome;
  const { latency, memory, breakdown } = outcome.roofline;
  const { scaleUp, scaleUpDevices } = device;
  if (scaleUp !== undefined && scaleUpDevices === undefined && options.networkTier !== 'scale-out') {
    const message = `Device ${quote(device.id)} does not say how many devices its scale-up network joins, so what goes over which network is unknown; state ${quote('scaleUpDevices')} in a device file.`;
    return { kind: 'refused', message };
  }
  const { assumptions } = breakdown;
  const sizes = tensorParallelSizes(shape, scaleUp === undefined ? 1 : (scaleUpDevices ?? 1));
  const { communication, ffn } = breakdown;
  return {
    kind: 'ready',
    costs: {
      ranks: sizes.map((size) => rankCosts(shape, device, size, assumptions)),
      ffn: {
        line: latency.ffn,
        prefillPerRow: prefillPerRow(shape, device, ffn, assumptions),
        ownReadTime: ffn.ownWeightBytesPerStep / ffn.bandwidth.effectivePerSecond,
        memory: memory.ffn,
      },
      traffic: {
        dispatchBytesPerRow: communication.dispatchBytesPerRow,
        combineBytesPerRow: communication.combineBytesPerRow,
        hopsPerStep: communication.hopsPerStep,
        hopSeconds: assumptions.hopSeconds,
        routing: ffn.routing,
        ...tiersOf(device, assumptions, options.networkTier),
      },
      communication: undefined,
      kvBytesPerToken: breakdown.attention.kvBytesPerToken,
    },
  };
}

/**
 * Serving costs with measured stage times of decoding, in seconds, in place of the derived ones. What several devices
 * of a rank
 * would take was not measured, so a rank is one device and slices nothing.
 */
export function withMeasuredDecode(
  costs: ServingCosts,
  { attention, ffn, communication }: Pick<LatencyModel, 'attention' | 'ffn' | 'communication'>,
): ServingCosts {
  return {
    ...costs,
    ranks: costs.ranks.slice(0, 1).map((rank) => ({ ...rank, decode: attention })),
    ffn: { ...costs.ffn, line: ffn, ownReadTime: undefined },
    communication,
  };
}

function rankCosts(shape: ModelShape, device: Device, tensorParallel: number, assumptions: Assumptions): RankCosts {
  const part = partOfRank(shape, tensorParallel);
  const { line } = attentionStage(part, device, assumptions);
  const prefill = prefillAttention(part, device, assumptions);
  const adding = allReduce(shape, device, tensorParallel, assumptions);
  return {
    tensorParallel,
    decode: { ...line, perRequest: (line.perRequest ?? 0) + adding.perRow, beta: line.beta + adding.perStep },
    prefill: { ...prefill, perToken: prefill.perToken + adding.perRow },
    memory: memoryNeeds(part, { attention: device, ffn: device }, assumptions.reserveBytes).attention,
  };
}

function tiersOf(
  { scaleUp, scaleUpDevices, scaleOut }: Device,
  { efficiency }: Assumptions,
  stated: NetworkTier | undefined,
): Pick<Traffic, 'scaleUp' | 'scaleOut'> {
  const reached = (peak: number): number => derated(peak, efficiency.network).effectivePerSecond;
  return {
    scaleUp:
      stated === 'scale-out' || scaleUp === undefined || scaleUpDevices === undefined
        ? undefined
        : { bytesPerSecond: reached(scaleUp), devices: scaleUpDevices },
    scaleOut: scaleOut === undefined ? undefined : { bytesPerSecond: reached(scaleOut) },
  };
}
