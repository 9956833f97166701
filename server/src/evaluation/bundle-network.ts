import type { Device } from '../latency/hardware/device';
import type { ModelShape } from '../latency/hardware/model-shape';
import { servingCosts } from '../latency/roofline/serving-costs';
import type { Deployment } from '../manifest/deployment';
import type { OperatingPoint, Pools } from '../provisioning/cycle/operating-point';
import { regime } from '../provisioning/cycle/regime';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import { timePerOutputToken } from '../provisioning/cycle/tpot';
import { networkCosts, networkTime } from '../strategy/network-time';
import type { Traffic } from '../strategy/serving-costs';
import { secondsPerUnit } from '../text/format';
import { bandOf, type GainBand } from '../uncertainty/gain-band';
import { certainShare, pointIn } from '../uncertainty/world';
import type { Evaluation } from './evaluation';
import { rooflineOptions, sharesRequests, storedAs } from './hardware';
import { ffnHoldsPools, memoryModel } from './memory-use';
import { objectivesOf } from './sizing-limits';

/** A bundle, and the time that a step's communication takes there, both ways, in the profile's unit. */
export interface NetworkedBundle {
  readonly pools: Pools;
  readonly communication: number;
}

/** A bundle whose domains are filled one after the other. */
export interface PlacedBundle extends NetworkedBundle {
  /** How long the rows take to get into the busiest FFN device from other domains, and back out. */
  readonly crossing: number;
}

/** What bundles of a deployment's devices give where their traffic takes the networks that it has to. */
export interface BundleNetwork {
  readonly shape: ModelShape;
  readonly device: Device;
  /** Devices that the scale-up network joins. */
  readonly domain: number;
  /** A bundle that fills one domain after the other; undefined where a network's rate is not known. */
  readonly bundle: (pools: Pools) => PlacedBundle | undefined;
  /** Whether what crosses into the FFN devices' domains sets the cycle: not at all, as predicted, or in at least 95 % of the worlds. */
  readonly fedTooSlowly: (bundle: PlacedBundle) => 'no' | 'predicted' | 'certain';
  /** What one has over the other in throughput. */
  readonly gain: (from: NetworkedBundle, to: NetworkedBundle) => GainBand;
  /** Whether FFN memory holds it, and its TPOT keeps the objective or is no longer than that of the other. */
  readonly isAllowed: (bundle: NetworkedBundle, configured: NetworkedBundle) => boolean;
}

/**
 * The networks of a deployment that a roofline describes on devices of one kind; undefined for others, since a measured
 * profile has its network in it, and where the manifest states scale-up: then its domain is larger. Traffic is that of
 * docs/strategy.md, "Traffic".
 */
export function bundleNetwork(deployment: Deployment, evaluation: Evaluation): BundleNetwork | undefined {
  const { sizing, profile, workload, hardware } = evaluation;
  const { model, attentionDevice, ffnDevice } = hardware ?? {};
  if (!sizing || !profile?.roofline || workload?.estimate.kind !== 'point') return undefined;
  if (deployment.launches.length > 0 || sharesRequests(deployment) || deployment.hardware.network === 'scale-up') {
    return undefined;
  }
  if (model?.kind !== 'ready' || attentionDevice?.kind !== 'ready' || ffnDevice?.kind !== 'ready') return undefined;
  const { device } = attentionDevice;
  if (device.id !== ffnDevice.device.id || attentionDevice.path !== ffnDevice.path) return undefined;
  const options = { ...rooflineOptions(deployment.hardware), networkTier: undefined };
  const outcome = servingCosts(storedAs(model.shape, deployment.hardware), device, options);
  if (outcome.kind === 'refused') return undefined;
  const { traffic } = outcome.costs;
  const domain = traffic.scaleUp?.devices;
  const unit = secondsPerUnit(profile.timeUnit);
  if (domain === undefined || unit === undefined) return undefined;
  const { point, worlds, form } = sizing;
  const timeOf = (pools: Pools, over: Traffic, senderRows: number): number | undefined => {
    const group = { kind: 'afd', attentionRanks: pools.attention, tensorParallel: 1, ffnWorkers: pools.ffn } as const;
    // As everywhere in sizing, rows are spread evenly.
    const costs = networkCosts(over, group, 1);
    return costs && networkTime(costs, senderRows, pools.attention * point.batchSize);
  };
  const throughput = ({ pools, communication }: NetworkedBundle, at: OperatingPoint, error: number): number =>
    throughputPerInstance(withCommunication(at, error * communication), pools, form);
  const tpotOf = ({ pools, communication }: NetworkedBundle): number | undefined =>
    timePerOutputToken(withCommunication(point, communication), pools, form);
  const holds = ffnHoldsPools(deployment, memoryModel(deployment, hardware));
  const limit = (objectivesOf(deployment).tpot ?? Number.POSITIVE_INFINITY) / unit;
  return {
    shape: model.shape,
    device,
    domain,
    bundle: (pools) => {
      const communication = timeOf(pools, traffic, point.batchSize);
      const crossing = timeOf(pools, withoutOwnLimits(traffic), 0);
      if (communication === undefined || crossing === undefined) return undefined;
      return { pools, communication: communication / unit, crossing: crossing / unit };
    },
    fedTooSlowly: ({ pools, crossing }) => {
      const waits = (at: OperatingPoint): boolean => {
        const there = withCommunication(at, crossing * at.latency.communication.beta);
        return regime(there, pools, form) === 'communication';
      };
      const there = withCommunication(point, 1);
      if (!waits(there)) return 'no';
      const waiting = worlds.filter((world) => waits(pointIn(world, there)));
      return waiting.length >= certainShare * worlds.length ? 'certain' : 'predicted';
    },
    // A time of 1 takes on the error of communication.
    gain: (from, to) =>
      bandOf(
        worlds.map((world) => {
          const at = pointIn(world, withCommunication(point, 1));
          const error = at.latency.communication.beta;
          return throughput(to, at, error) / throughput(from, at, error) - 1;
        }),
      ),
    isAllowed: (bundle, configured) =>
      holds?.(bundle.pools) === true && (tpotOf(bundle) ?? 0) <= Math.max(limit, tpotOf(configured) ?? 0),
  };
}

/** Where only links between domains take time. */
function withoutOwnLimits(traffic: Traffic): Traffic {
  const { scaleUp } = traffic;
  return { ...traffic, scaleUp: scaleUp && { ...scaleUp, bytesPerSecond: Number.POSITIVE_INFINITY } };
}

function withCommunication(point: OperatingPoint, time: number): OperatingPoint {
  return { ...point, latency: { ...point.latency, communication: { alpha: 0, beta: time } } };
}
