import { statedReferences } from '../configuration/stated-references';
import { profileStateOf } from '../evaluation/evaluate';
import type { Evaluation } from '../evaluation/evaluation';
import type { DeviceState, Inputs } from '../evaluation/inputs';
import { builtInProfiles, isProfilePath } from '../latency/catalogue';
import type { Found } from '../latency/hardware/find-by-name';
import { findDevice } from '../latency/hardware/find-device';
import { findModel, isModelPath } from '../latency/hardware/find-model';
import type { Deployment } from '../manifest/deployment';
import type { Fact } from '../manifest/fact';
import type { Reference } from '../rules/rule';
import type { TextRange } from '../text/text-range';
import type { TreeNode } from '../yaml/yaml-tree';
import type { FileReference } from './analysis';

/** The trace, the profile, the model and the devices of a deployment, with what its evaluation, if there is one, knows of them. */
export function deploymentReferences(
  { workload, latencyProfile, model, hardware }: Deployment,
  evaluation: Evaluation | undefined,
): readonly Reference[] {
  const trace = workload?.trace?.path;
  const known = evaluation?.hardware;
  const device = (fact: Fact<string> | undefined, state: DeviceState | undefined): readonly Reference[] =>
    // What a project calls its device may be a name of its own.
    !fact || (fact.setIn !== undefined && !state) ? [] : [{ kind: 'device', fact, state }];
  const { attentionDevice, ffnDevice } = hardware;
  const namesModel = model && (known?.model !== undefined || isModelPath(model.value));
  return [
    ...(trace ? [{ kind: 'trace' as const, fact: trace, state: evaluation?.traceState }] : []),
    ...(latencyProfile ? [{ kind: 'profile' as const, fact: latencyProfile, state: evaluation?.profileState }] : []),
    ...(namesModel ? [{ kind: 'model' as const, fact: model, state: known?.model }] : []),
    ...device(attentionDevice, known?.attentionDevice),
    ...(ffnDevice === attentionDevice ? [] : device(ffnDevice, known?.ffnDevice)),
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

/** The files among the references, those of the catalogue too, and where the document names them. */
export function fileReferences(references: readonly Reference[]): readonly FileReference<TextRange>[] {
  return references.flatMap(({ kind, fact }): readonly FileReference<TextRange>[] => {
    const entry = catalogueEntry(kind, fact.value);
    if (entry === undefined && !isPath(kind, fact.value)) return [];
    return [{ kind, reference: fact.value, entry, range: fact.setIn === undefined ? fact.site : undefined }];
  });
}

/** The id of the entry of the catalogue that a reference names. */
function catalogueEntry(kind: Reference['kind'], reference: string): string | undefined {
  switch (kind) {
    case 'trace':
      return undefined;
    case 'profile':
      return builtInProfiles.get(reference)?.id;
    case 'device':
      return idOf(findDevice(reference));
    case 'model':
      return idOf(findModel(reference));
  }
}

function isPath(kind: Reference['kind'], reference: string): boolean {
  switch (kind) {
    case 'trace':
      return true;
    case 'model':
      return isModelPath(reference);
    default:
      return isProfilePath(reference);
  }
}

function idOf(found: Found<{ readonly id: string }>): string | undefined {
  return found.kind === 'found' ? found.value.id : undefined;
}
