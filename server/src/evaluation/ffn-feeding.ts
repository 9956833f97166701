import type { ModelShape } from '../latency/hardware/model-shape';
import type { RooflineBreakdown } from '../latency/roofline/breakdown';
import type { Deployment } from '../manifest/deployment';
import { expectedFanOut } from '../provisioning/cycle/expert-reads';
import {
  type CeilingModel,
  stageBudget,
  type UtilisationCeiling,
  utilisationCeiling,
} from '../strategy/utilisation-ceiling';
import { type BundleNetwork, bundleNetwork } from './bundle-network';
import type { Evaluation } from './evaluation';

/** An FFN pool over so many nodes that the network between them limits it. A node is a scale-up domain. */
export interface FfnFeeding {
  readonly nodes: number;
  /** The largest share of their FLOP/s that evenly routed rows can arrive for. More nodes do not raise it. */
  readonly share: number;
  /** The fewer nodes that hold the weights and that rows can arrive for most. */
  readonly best: { readonly nodes: number; readonly share: number };
  /** Whether the network sets the cycle within all errors. */
  readonly certain: boolean;
}

/**
 * Whether rows arrive too slowly at an FFN pool over several nodes, and fewer nodes would be used better; undefined where
 * another stage sets the cycle, and where they arrive for more than an FFN is reckoned to compute.
 * Source: arXiv 2602.09721; docs/strategy.md, "Utilisation ceiling".
 */
export function ffnFeeding(deployment: Deployment, evaluation: Evaluation): FfnFeeding | undefined {
  const { sizing, profile } = evaluation;
  const network = bundleNetwork(deployment, evaluation);
  const model = network && ceilingModel(network.shape);
  if (!sizing || !profile?.roofline || !network || !model) return undefined;
  const { pools } = sizing;
  const { domain } = network;
  if (pools.attention + pools.ffn <= domain) return undefined;
  const configured = network.bundle(pools);
  const slow = configured ? network.fedTooSlowly(configured) : 'no';
  if (!configured || slow === 'no') return undefined;
  const ceilingOf = ceilings(network, model, profile.roofline, deployment.tpotSeconds?.value);
  const nodes = Math.ceil(pools.ffn / domain);
  const now = ceilingOf(nodes);
  if (now?.from !== 'scale-out' || now.share >= profile.roofline.ffn.expertCompute.efficiency) return undefined;
  const fewer = Array.from({ length: nodes - 1 }, (_, index) => index + 1).flatMap((count) => {
    const bundle = network.bundle({ ...pools, ffn: count * domain });
    const share = ceilingOf(count)?.share ?? 0;
    return bundle && share > now.share && network.isAllowed(bundle, configured) ? [{ nodes: count, share }] : [];
  });
  const [best] = fewer.sort((a, b) => b.share - a.share || a.nodes - b.nodes);
  return best && { nodes, share: now.share, best, certain: slow === 'certain' };
}

/** The ceiling of FFN devices by how many nodes they are on; with a TPOT also by what their memory brings in a stage. */
function ceilings(
  { device: { scaleUp, scaleOut }, domain, shape }: BundleNetwork,
  model: CeilingModel,
  { ffn, assumptions }: RooflineBreakdown,
  tpot: number | undefined,
): (nodes: number) => UtilisationCeiling | undefined {
  if (scaleUp === undefined || scaleOut === undefined) return () => undefined;
  const { network } = assumptions.efficiency;
  const { experts: count, perToken } = model;
  const layers = shape.ffn.reduce((sum, group) => sum + group.layers, 0);
  const stage = tpot === undefined ? Number.POSITIVE_INFINITY : stageBudget(tpot, 1, 0, layers);
  return (nodes) => {
    // Several of a row's experts are often on one node, so that it enters fewer nodes than the ceiling has it.
    const fewer = Math.min(perToken, nodes) / expectedFanOut({ count, perToken }, nodes);
    const ffnNodes = {
      nodes,
      devicesPerNode: domain,
      scaleOutBytesPerSecond: scaleOut * network * fewer,
      scaleUpBytesPerSecond: scaleUp * network,
      memoryBytesPerSecond: ffn.bandwidth.effectivePerSecond,
      flops: ffn.expertCompute.peakPerSecond,
    };
    return utilisationCeiling(model, ffnNodes, stage);
  };
}

/** The routed experts, where all layers that have some have the same. */
function ceilingModel({ hidden, ffn }: ModelShape): CeilingModel | undefined {
  const routed = ffn.filter(({ experts, perToken }) => experts > 0 && perToken > 0);
  const [first] = routed;
  if (!first) return undefined;
  const { experts, perToken, expertParameters } = first;
  const isAlike = (group: typeof first): boolean =>
    group.experts === experts && group.perToken === perToken && group.expertParameters === expertParameters;
  if (!routed.every(isAlike)) return undefined;
  return { experts, perToken, hidden, expertIntermediate: expertParameters / (3 * hidden) };
}
