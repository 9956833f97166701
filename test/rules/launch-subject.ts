import { evaluate } from '../../server/src/evaluation/evaluate';
import { defaultThresholds } from '../../server/src/evaluation/inputs';
import type { Deployment } from '../../server/src/manifest/deployment';
import type { Subject } from '../../server/src/rules/rule';
import { filesOf, now } from '../analysis/analysed';
import { editedFiles, readDeployment } from '../manifest/stated-launch';

/** What rules see of a deployment that launches state, as `readDeployment` reads it; with what is not in its text. */
export function launchSubject(
  text: string,
  others: Readonly<Record<string, string>> = {},
  change: Partial<Deployment> = {},
): Subject & { readonly deployment: Deployment } {
  const read = (edited: string, files: typeof others): Deployment | undefined => {
    const stated = readDeployment(edited, files);
    return stated && { ...stated, ...change };
  };
  const deployment = read(text, others)!;
  return {
    text,
    extent: { start: 0, end: text.length },
    root: undefined,
    pathAt: () => '',
    changesNothing: () => false,
    yamlProblems: [],
    schemaProblems: [],
    deployment,
    deploymentIn: (edited, elsewhere = []) => read(edited, editedFiles(others, elsewhere)),
    evaluation: evaluate(deployment, filesOf(), defaultThresholds),
    references: [],
    loading: false,
    computing: false,
    requestOrder: undefined,
    thresholds: defaultThresholds,
    nowMs: now,
    isConfiguration: false,
    configurationProblem: undefined,
  };
}
