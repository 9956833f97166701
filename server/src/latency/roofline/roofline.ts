import type { LatencyModel } from '../../provisioning/cycle/operating-point';
import type { MemoryModel } from '../../provisioning/memory/memory';
import { formatNumber, quote } from '../../text/format';
import type { Device } from '../hardware/device';
import type { ModelShape } from '../hardware/model-shape';
import { assumptionProblem, rooflineRelativeError, type StatedAssumptions, withStated } from './assumptions';
import { attentionStage, headPrecision } from './attention-stage';
import type { NetworkTier, RooflineBreakdown } from './breakdown';
import { communicationStage, linkBetween } from './communication-stage';
import { ffnStage, routingNote } from './ffn-stage';
import { memoryNeeds } from './memory-needs';

/** The devices of both pools; one worker is one device. */
export interface PoolDevices {
  readonly attention: Device;
  readonly ffn: Device;
}

/** Stage times in seconds, memory and their derivation, from data sheets: nothing of it is measured. */
export interface Roofline {
  readonly latency: LatencyModel;
  readonly memory: MemoryModel;
  readonly breakdown: RooflineBreakdown;
  readonly relativeError: typeof rooflineRelativeError;
}

/** A roofline, or one sentence that says why there is none. */
export type RooflineOutcome =
  | { readonly kind: 'ready'; readonly roofline: Roofline }
  | { readonly kind: 'refused'; readonly message: string };

/** Assumptions in place of the default ones, and what an engine chooses. */
export interface RooflineOptions extends StatedAssumptions {
  /** The tier of the network between the pools. */
  readonly networkTier?: NetworkTier | undefined;
}

/** Derives the stage times of a model whose attention and FFN run on the given devices (docs/roofline.md). */
export function roofline(shape: ModelShape, devices: PoolDevices, options: RooflineOptions = {}): RooflineOutcome {
  const { networkTier, ...stated } = options;
  const assumptions = withStated(stated);
  const problem = assumptionProblem(assumptions) ?? shapeProblem(shape) ?? deviceProblem(devices);
  if (problem !== undefined) return { kind: 'refused', message: problem };
  const link = linkBetween(devices.attention, devices.ffn, networkTier);
  if (typeof link === 'string') return { kind: 'refused', message: link };

  const attention = attentionStage(shape, devices.attention, assumptions);
  const ffn = ffnStage(shape, devices.ffn, assumptions);
  const communication = communicationStage(shape, link, assumptions);
  const costs = costsOf(devices);
  return {
    kind: 'ready',
    roofline: {
      latency: {
        attention: attention.line,
        ffn: ffn.line,
        communication: communication.line,
        communicationScalesWith: 'bundle',
        attentionCost: costs?.attention ?? 1,
        ffnCost: costs?.ffn ?? 1,
      },
      memory: memoryNeeds(shape, devices, assumptions.reserveBytes),
      breakdown: {
        model: shape.id,
        attention: attention.breakdown,
        ffn: ffn.breakdown,
        communication: communication.breakdown,
        assumptions,
        precision: { ...shape.precision, embeddingAndHead: headPrecision },
        costs: costs ? 'prices' : 'alike',
        sources: sourcesOf(shape, devices),
        notes: notesOf(shape, devices),
      },
      relativeError: rooflineRelativeError,
    },
  };
}

/** US dollars per hour of both devices where they are known and differ. */
function costsOf({ attention, ffn }: PoolDevices): { readonly attention: number; readonly ffn: number } | undefined {
  const [ofAttention, ofFfn] = [attention.pricePerHour, ffn.pricePerHour];
  if (ofAttention === undefined || ofFfn === undefined || ofAttention === ofFfn) return undefined;
  return ofAttention > 0 && ofFfn > 0 ? { attention: ofAttention, ffn: ofFfn } : undefined;
}

function shapeProblem({ id, hidden }: ModelShape): string | undefined {
  return hidden > 0 ? undefined : `Model ${quote(id)} states ${formatNumber(hidden)} as its hidden size.`;
}

function deviceProblem({ attention, ffn }: PoolDevices): string | undefined {
  for (const device of [attention, ffn]) {
    const { memoryBytes, memoryBandwidth, flops, scaleUp, scaleOut } = device;
    const rates = { memoryBytes, memoryBandwidth, ...flops, scaleUp, scaleOut };
    for (const [key, value] of Object.entries(rates)) {
      if (value !== undefined && !(value > 0 && value < Number.POSITIVE_INFINITY))
        return `Device ${quote(device.id)} states ${formatNumber(value)} as its ${quote(key)}; it must be above 0.`;
    }
  }
  return undefined;
}

function sourcesOf(shape: ModelShape, { attention, ffn }: PoolDevices): RooflineBreakdown['sources'] {
  const origins = attention.id === ffn.id ? [shape, attention] : [shape, attention, ffn];
  return origins.map(({ id, source }) => ({ id, source }));
}

function notesOf(shape: ModelShape, { attention, ffn }: PoolDevices): readonly string[] {
  const routing = routingNote(shape);
  return [...new Set([...shape.notes, ...attention.notes, ...ffn.notes, ...(routing === undefined ? [] : [routing])])];
}
