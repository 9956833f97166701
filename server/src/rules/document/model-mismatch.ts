import { findModel, isModelPath } from '../../latency/hardware/find-model';
import { knownModels, normalModelId } from '../../latency/models';
import { quote } from '../../text/format';
import { finding, type Rule } from '../rule';
import { givenNote } from '../workload/given-note';

export const modelMismatch: Rule = {
  code: 'AFD310',
  title: 'Profile of another model',
  severity: 'warning',
  check({ deployment, evaluation }) {
    const model = deployment?.model;
    const profile = evaluation?.profile;
    if (!model || !profile?.model || !deployment?.latencyProfile || isModelPath(model.value)) return [];
    const served = normalModelId(model.value);
    if (shapeName(model.value) === shapeName(profile.model)) return [];
    // A launch may name a folder or a snapshot, which says nothing of the model in it.
    if (deployment.launches.length > 0 && !knownModels.includes(served)) return [];
    return [
      finding(
        modelMismatch,
        deployment.latencyProfile.site,
        `The profile${givenNote(deployment.latencyProfile)} was taken on ${quote(profile.model)}, this deployment serves ${quote(model.value)}: its numbers may not hold.`,
        { related: [{ message: 'The model served.', range: model.site, file: model.file }] },
      ),
    ];
  },
};

/** One name for models of one shape, whose times are the same: DeepSeek-R1 is DeepSeek-V3 trained on. */
function shapeName(model: string): string {
  const found = findModel(model);
  return found.kind === 'found' ? found.value.id : normalModelId(model);
}
