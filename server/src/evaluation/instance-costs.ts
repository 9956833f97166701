import type { LatencyProfile } from '../latency/latency-profile';
import type { HardwareFacts } from '../manifest/hardware-facts';

/** The profile with the prices that the manifest states for the workers of both pools in the place of its own. */
export function withInstanceCosts(
  profile: LatencyProfile,
  { attentionCost, ffnCost }: Pick<HardwareFacts, 'attentionCost' | 'ffnCost'>,
): LatencyProfile {
  if (!attentionCost || !ffnCost) return profile;
  return {
    ...profile,
    latency: { ...profile.latency, attentionCost: attentionCost.value, ffnCost: ffnCost.value },
    weighted: attentionCost.value !== ffnCost.value,
  };
}
