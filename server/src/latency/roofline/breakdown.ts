import type { Routing } from '../../provisioning/cycle/operating-point';
import type { Precision } from '../hardware/model-shape';
import type { Assumptions } from './assumptions';
import type { ComputePrecision } from './precision';

/** What a data sheet promises per second, and what is reckoned with: bytes or FLOP. */
export interface Rate {
  readonly peakPerSecond: number;
  readonly efficiency: number;
  readonly effectivePerSecond: number;
}

/** A rate of FLOP in one precision. */
export interface ComputeRate extends Rate {
  readonly precision: ComputePrecision;
}

/** What sets a time that grows with both bytes and FLOP. */
export type RooflineLimit = 'memory' | 'compute';

/** Reading the cache in layers of one kind, or their indexer; per cached token, through all these layers. */
export interface CacheReads {
  readonly reads: 'cache' | 'indexer';
  readonly layers: number;
  /** Reads at most so many tokens of a request; undefined where it reads all. */
  readonly readsAtMost: number | undefined;
  readonly bytesPerToken: number;
  readonly flopPerToken: number;
  readonly secondsPerToken: number;
  readonly limit: RooflineLimit;
}

/** One attention worker. */
export interface AttentionBreakdown {
  readonly device: string;
  readonly bandwidth: Rate;
  /** The compute rate of scores and weighted values. */
  readonly scoreCompute: ComputeRate;
  readonly projectionCompute: ComputeRate;
  readonly headCompute: ComputeRate;
  readonly cacheReads: readonly CacheReads[];
  /** Cached for one token in all layers together, indexes included. */
  readonly kvBytesPerToken: number;
  readonly flopPerKvToken: number;
  /** Projections and output head, read once per step. */
  readonly weightBytesPerStep: number;
  readonly projectionFlopPerRequest: number;
  readonly headFlopPerRequest: number;
  readonly operationsPerStep: number;
}

/** The FFN pool: weights of one worker, or of all together. */
export interface FfnBreakdown {
  readonly device: string;
  readonly bandwidth: Rate;
  readonly expertCompute: ComputeRate;
  readonly alwaysCompute: ComputeRate;
  /** Dense layers and shared experts, which each FFN worker reads once per step. */
  readonly ownWeightBytesPerStep: number;
  /** All routed experts of all layers, which the FFN workers share out among them. */
  readonly expertBytes: number;
  /** Undefined for a model without routed experts. */
  readonly routing: Routing | undefined;
  readonly expertFlopPerRow: number;
  readonly alwaysFlopPerRow: number;
  readonly operationsPerStep: number;
}

/** A network between workers: within a scale-up domain such as NVLink, or between such domains. */
export type NetworkTier = 'scale-up' | 'scale-out';

/** Through all layers, for one row and one FFN worker that it goes to. */
export interface CommunicationBreakdown {
  readonly tier: NetworkTier;
  /** Whether the tier was asked for, or chosen here. */
  readonly tierStated: boolean;
  readonly link: Rate;
  readonly dispatchBytesPerRow: number;
  readonly combineBytesPerRow: number;
  readonly roundTripBytesPerRow: number;
  readonly hopsPerStep: number;
}

/** Every quantity between data sheets and stage times; all of one decode step of one microbatch through all layers. */
export interface RooflineBreakdown {
  readonly model: string;
  readonly attention: AttentionBreakdown;
  readonly ffn: FfnBreakdown;
  readonly communication: CommunicationBreakdown;
  readonly assumptions: Assumptions;
  readonly precision: {
    readonly attention: Precision;
    readonly experts: Precision;
    readonly alwaysFfn: Precision;
    readonly kvCache: Precision;
    readonly embeddingAndHead: Precision;
  };
  /** Whether the pools are weighed by the devices' prices, or alike because these are equal or unknown. */
  readonly costs: 'prices' | 'alike';
  readonly sources: readonly { readonly id: string; readonly source: string }[];
  /** Where sources disagree and what is approximated, each a sentence without its full stop. */
  readonly notes: readonly string[];
}
