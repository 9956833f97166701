import { latencyCatalogue } from '../generated/latency-catalogue';
import { type LatencyProfile, toLatencyProfile } from './latency-profile';

/** The built-in profiles, by id. */
export const builtInProfiles: ReadonlyMap<string, LatencyProfile> = new Map(
  latencyCatalogue.map((document) => {
    const profile = toLatencyProfile(document, 'built-in');
    return [profile.id, profile];
  }),
);

/** True when a reference names a file rather than a built-in id. */
export function isProfilePath(reference: string): boolean {
  return /[\\/]|\.ya?ml$/i.test(reference);
}
