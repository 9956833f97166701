import type { Topology } from '../deployment';
import { knownValue, type Launch } from '../launches/launch';
import { startsRole } from '../launches/role';
import { routedExperts } from '../launches/routed-experts';

/** Limits of pools, of which those that are left out do not hold. */
export type TopologyLimits = Partial<Omit<Topology, 'by'>>;

/** Which pools something accepts, named as it stands in a sentence. */
export function topologyBy(by: string, limits: TopologyLimits = {}): Topology {
  return {
    by,
    attentionAtLeastFfn: false,
    attentionAtMostFfn: false,
    attentionMultipleOfFfn: false,
    ffnDivides: undefined,
    wholeWorkersPerFfn: false,
    ...limits,
  };
}

/** The routed experts of the model that launches of one deployment name. */
export function expertsOf(group: readonly Launch[]): number | undefined {
  const models = group.map(({ model }) => knownValue(model));
  return models.map((model) => (model === undefined ? undefined : routedExperts(model))).find(Boolean);
}

/** The launches of one deployment that start its FFN pool, or may. */
export function ffnLaunches(group: readonly Launch[]): readonly Launch[] {
  return group.filter((launch) => startsRole(launch, 'ffn'));
}
