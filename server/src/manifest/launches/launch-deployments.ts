import type { Deployment, Pool } from '../deployment';
import type { Launch } from './launch';
import { launchDeployment } from './launch-deployment';
import type { LaunchDirective } from './launch-directive';
import { editedPlaces } from './launch-pools';
import { pairLaunches } from './pair-launches';
import type { PluginSettings } from './plugin-generation';

/**
 * The deployments that the launches of a file state, with launches of other files that belong to them. A size is not to be
 * edited where its text, a variable or an anchor, sizes another deployment too.
 */
export function launchDeployments(
  launches: readonly Launch[],
  directives: readonly LaunchDirective[],
  settings: PluginSettings,
): readonly Deployment[] {
  const deployments = pairLaunches(launches).map((group) => launchDeployment(group, directives, settings));
  const users = new Map<string, number>();
  for (const deployment of deployments)
    for (const place of new Set(poolsIn(deployment).flatMap(editedPlaces)))
      users.set(place, (users.get(place) ?? 0) + 1);
  const unlessShared = (pool: Pool | undefined): Pool | undefined =>
    pool && editedPlaces(pool).some((place) => users.get(place)! > 1)
      ? { ...pool, notEditable: 'another deployment takes the same number' }
      : pool;
  return deployments.map((deployment) => ({
    ...deployment,
    attention: unlessShared(deployment.attention),
    ffn: unlessShared(deployment.ffn),
  }));
}

function poolsIn({ attention, ffn }: Deployment): readonly Pool[] {
  return [attention, ffn].flatMap((pool) => pool ?? []);
}
