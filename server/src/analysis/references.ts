import { statedReferences } from '../configuration/stated-references';
import { profileStateOf } from '../evaluation/evaluate';
import type { Evaluation } from '../evaluation/evaluation';
import type { Inputs } from '../evaluation/inputs';
import { builtInProfiles, isProfilePath } from '../latency/catalogue';
import type { Deployment } from '../manifest/deployment';
import type { Reference } from '../rules/rule';
import type { TreeNode } from '../yaml/yaml-tree';
import type { FileReference } from './analysis';

/** The trace and the profile of a deployment, with what its evaluation, if there is one, knows of them. */
export function deploymentReferences(
  { workload, latencyProfile }: Deployment,
  evaluation: Evaluation | undefined,
): readonly Reference[] {
  const trace = workload?.trace?.path;
  return [
    ...(trace ? [{ kind: 'trace' as const, fact: trace, state: evaluation?.traceState }] : []),
    ...(latencyProfile ? [{ kind: 'profile' as const, fact: latencyProfile, state: evaluation?.profileState }] : []),
  ];
}

/** The traces and profiles that a configuration names for deployments. */
export function configurationReferences(root: TreeNode, inputs: Inputs): readonly Reference[] {
  return statedReferences(root).map(({ kind, fact, columns }) => ({
    kind,
    fact,
    state: kind === 'trace' ? inputs.trace(fact.value, columns) : profileStateOf(fact.value, inputs),
  }));
}

/** The files among the references, the built-in ones too, and where the document names them. */
export function fileReferences(references: readonly Reference[]): readonly FileReference[] {
  return references.flatMap(({ kind, fact }): readonly FileReference[] => {
    const isBuiltIn = kind === 'profile' && builtInProfiles.has(fact.value);
    if (kind === 'profile' && !isBuiltIn && !isProfilePath(fact.value)) return [];
    const range = fact.setIn === undefined ? fact.site : undefined;
    return [{ kind: isBuiltIn ? 'built-in profile' : kind, reference: fact.value, range }];
  });
}
