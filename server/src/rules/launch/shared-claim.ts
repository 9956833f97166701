import type { VolumeClaim } from '../../manifest/carriers/process';
import type { Launch } from '../../manifest/launches/launch';
import { quote } from '../../text/format';
import { finding, type Rule } from '../rule';

/** Modes under which pods of several nodes can mount a claim. */
const manyNodes: ReadonlySet<string> = new Set(['ReadWriteMany', 'ReadOnlyMany']);

export const sharedClaim: Rule = {
  code: 'AFD410',
  title: 'Several pods mount a claim that one node can have',
  severity: 'warning',
  check({ deployment, cluster }) {
    const launches = deployment?.launches ?? [];
    return (cluster?.claims ?? []).flatMap((claim) => {
      const modes = claim.accessModes.map(({ value }) => value);
      const [first] = claim.accessModes;
      if (!first || modes.some((mode) => manyNodes.has(mode))) return [];
      const mounts = launches.filter((launch) => mounting(launch, claim));
      const pods = podsIn(mounts);
      if (pods < 2) return [];
      const isOnePod = modes.every((mode) => mode === 'ReadWriteOncePod');
      const message = isOnePod
        ? `${pods} pods mount ${quote(claim.name)}, which ${quote(first.value)} keeps for one: use ${quote('ReadWriteMany')}.`
        : `${pods} pods mount ${quote(claim.name)}; ${quote(first.value)} allows one node only: use ${quote('ReadWriteMany')} for several.`;
      return [
        finding(sharedClaim, first.site, message, {
          severity: isOnePod ? 'error' : 'warning',
          related: mounts.map((launch) => ({
            message: 'Mounted here.',
            range: mounting(launch, claim)!.site,
            file: launch.file,
          })),
        }),
      ];
    });
  },
};

function mounting(
  { carrier }: Launch,
  { name, namespace }: VolumeClaim,
): Launch['carrier']['claims'][number] | undefined {
  const isElsewhere = namespace !== undefined && carrier.namespace !== undefined && namespace !== carrier.namespace;
  return isElsewhere ? undefined : carrier.claims.find(({ value }) => value === name);
}

/** How many pods there are at least; containers of one pod have the labels of its template in common. */
function podsIn(launches: readonly Launch[]): number {
  const pods = new Map(launches.map(({ carrier }) => [carrier.labels, carrier.pods ?? 1]));
  return [...pods.values()].reduce((sum, count) => sum + count, 0);
}
