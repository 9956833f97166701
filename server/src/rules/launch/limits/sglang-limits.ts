import type { Launch, LaunchDialect } from '../../../manifest/launches/launch';
import type { Rule } from '../../rule';
import { launchesHere } from '../launch-options';
import { type Limit, limitFindings } from './limit';
import { sglAfdPluginLimits } from './sgl-afd-plugin-limits';
import { sglangAfdLimits } from './sglang-afd-limits';
import { sglangStepMeshLimits } from './sglang-stepmesh-limits';

/** What each way of telling SGLang about AFD refuses. */
const limitsOf: Partial<Readonly<Record<LaunchDialect, (launch: Launch) => readonly Limit[]>>> = {
  'sglang-afd': sglangAfdLimits,
  'sgl-afd-plugin': sglAfdPluginLimits,
  'sglang-stepmesh': sglangStepMeshLimits,
};

export const sglangLimits: Rule = {
  code: 'AFD421',
  title: 'Setting that SGLang refuses under AFD',
  severity: 'error',
  check(subject) {
    const launches = launchesHere(subject.deployment?.launches);
    return launches.flatMap((launch) => limitFindings(sglangLimits, limitsOf[launch.dialect]?.(launch) ?? [], subject));
  },
};
