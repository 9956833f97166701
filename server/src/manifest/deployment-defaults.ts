import type { TextRange } from '../text/text-range';
import { isTemplated, writesLines } from '../yaml/template-mask';
import { entryOf, type TreeNode } from '../yaml/yaml-tree';
import type { Deployment } from './deployment';
import { factSetIn } from './fact';

/** A value from outside the manifest, and where it was set, for people. */
export interface Given<T> {
  readonly value: T;
  readonly from: string;
}

/** What a project gives deployments that do not state it themselves. Paths are relative to the manifest. */
export interface DeploymentDefaults {
  readonly workload:
    | Given<{
        readonly trace: string | undefined;
        readonly columns: { readonly prefill: string; readonly decode: string } | undefined;
        readonly statistics: Readonly<Record<string, unknown>> | undefined;
      }>
    | undefined;
  readonly latencyProfile: Given<string> | undefined;
}

export const noDefaults: DeploymentDefaults = { workload: undefined, latencyProfile: undefined };

/** True when a template may write more keys into `spec`: then nobody knows that a fact is missing. */
export function mayRenderMore(text: string, root: TreeNode | undefined, extent: TextRange): boolean {
  const spec = entryOf(root, 'spec');
  if (root?.kind !== 'map' || !spec) return false;
  const behind = root.entries.map(({ keyRange }) => keyRange.start).filter((start) => start > spec.keyRange.end);
  const within = text.slice(spec.keyRange.end, Math.min(extent.end, ...behind));
  return writesLines(within) || (spec.value.kind === 'map' && spec.value.entries.some(({ key }) => isTemplated(key)));
}

/** The deployment with the defaults for keys its manifest does not write. Such facts stand where the missing key would. */
export function withDefaults(deployment: Deployment, defaults: DeploymentDefaults): Deployment {
  const { factsRange, unwritten } = deployment;
  const { workload, latencyProfile } = defaults;
  return {
    ...deployment,
    ...(latencyProfile && unwritten.has('latencyProfile')
      ? { latencyProfile: factSetIn(latencyProfile.from, latencyProfile.value, factsRange) }
      : {}),
    ...(workload && unwritten.has('workload')
      ? {
          workload: {
            keyRange: factsRange,
            trace:
              workload.value.trace === undefined
                ? undefined
                : { path: factSetIn(workload.from, workload.value.trace, factsRange), columns: workload.value.columns },
            statistics: workload.value.statistics && {
              data: workload.value.statistics,
              node: undefined,
              keyRange: factsRange,
              setIn: workload.from,
            },
            horizonRequests: undefined,
            prefixTokens: undefined,
            // A comment beside launches may give it without a trace.
            requestRate: deployment.workload?.requestRate,
          },
        }
      : {}),
  };
}
