import type { Deployment } from '../manifest/deployment';
import type { Pools } from '../provisioning/cycle/operating-point';
import type { GainBand } from '../uncertainty/gain-band';
import { bundleNetwork } from './bundle-network';
import type { Evaluation } from './evaluation';
import { stepOf } from './sizing-limits';

/** A bundle whose traffic between attention and FFN leaves the scale-up domain. Times in the profile's unit. */
export interface DomainCrossing {
  /** Devices of one scale-up domain, and how many domains the bundle needs. */
  readonly domain: number;
  readonly domains: number;
  /** Communication of a step, both ways: as it goes, and where all of it stays in one domain. */
  readonly across: number;
  readonly within: number;
  /** What the same pools would gain if they were in one domain. */
  readonly gain: GainBand;
  /** Bundles of the same ratio that fit into a domain, with what they gain; undefined where none is allowed. */
  readonly smaller: { readonly pools: Pools; readonly bundles: number; readonly gain: GainBand } | undefined;
}

/**
 * What it costs that a bundle's traffic crosses scale-up domains: because it is larger than one, or because the manifest
 * states so. Undefined where it does not, or where that costs nothing.
 */
export function domainCrossing(deployment: Deployment, evaluation: Evaluation): DomainCrossing | undefined {
  const { sizing } = evaluation;
  const network = bundleNetwork(deployment, evaluation);
  if (!sizing || !network) return undefined;
  const { pools } = sizing;
  const { domain } = network;
  const devices = pools.attention + pools.ffn;
  const isStated = deployment.hardware.network === 'scale-out';
  if (!isStated && devices <= domain) return undefined;
  const sized = { pools, communication: sizing.stageTimes.communication };
  const placed = network.bundle(pools);
  // What was sized is the one that is stated, or else assumed.
  const [across, within] = isStated ? [sized, placed] : [placed, sized];
  if (!across || !within || across.communication <= within.communication) return undefined;
  const bundles = bundlesWithin(deployment, pools, domain);
  const small = bundles && network.bundle({ attention: pools.attention / bundles, ffn: pools.ffn / bundles });
  return {
    domain,
    domains: Math.ceil(devices / domain),
    across: across.communication,
    within: within.communication,
    gain: network.gain(across, within),
    smaller:
      small && network.isAllowed(small, across)
        ? { pools: small.pools, bundles, gain: network.gain(across, small) }
        : undefined,
  };
}

/** Into how many equal bundles, the fewest, the pools must be split to fit into a domain each. */
function bundlesWithin({ attention, ffn }: Deployment, pools: Pools, domain: number): number | undefined {
  const [attentionStep, ffnStep] = [stepOf(attention!), stepOf(ffn!)];
  for (let bundles = 1; bundles <= Math.min(pools.attention, pools.ffn); bundles++) {
    const small = { attention: pools.attention / bundles, ffn: pools.ffn / bundles };
    const isWhole = small.attention % attentionStep === 0 && small.ffn % ffnStep === 0;
    if (isWhole && small.attention + small.ffn <= domain) return bundles;
  }
  return undefined;
}
