import type { Deployment } from '../../manifest/deployment';
import { knownConnector, launchDialect } from '../../manifest/dialects/dialects';
import { known, type Launch } from '../../manifest/launches/launch';
import { flagOf, launchesHere } from '../../manifest/launches/launch-options';
import { countOption } from '../../manifest/launches/program-call';
import { quote } from '../../text/format';
import { type Finding, finding, type Rule, type Subject } from '../rule';
import { removeOptionFix } from './launch-fix';
import { isModelRunnerV2 } from './settings/vllm-settings';

/** Ways to share out a model that the second model runner does not know under AFD. */
const parallelism = [
  'pipeline-parallel-size',
  'prefill-context-parallel-size',
  'decode-context-parallel-size',
] as const;
/** What moves experts while the model runs. */
const movingExperts = ['enable-eplb', 'enable-elastic-ep'] as const;

export const modelRunnerV2: Rule = {
  code: 'AFD415',
  title: 'Model runner that the options or the plugin do not fit',
  severity: 'error',
  check(subject) {
    const { deployment } = subject;
    const variable = launchDialect(deployment)?.modelRunnerVariable;
    if (!deployment || variable === undefined) return [];
    return launchesHere(deployment.launches).flatMap((launch) =>
      isModelRunnerV2(launch) ? misfits(launch, subject) : olderDefault(launch, variable, deployment),
    );
  },
};

function misfits(launch: Launch, subject: Subject): readonly Finding[] {
  const { options, pool, site } = launch;
  const sizes = parallelism.flatMap((name) => {
    const size = known(countOption(launch, name));
    if (!size || size.value <= 1) return [];
    const message = `The V2 model runner does not support PP or CP with AFD: ${quote(`--${name}`)} is ${size.value}, it must be 1.`;
    return [finding(modelRunnerV2, size.site, message)];
  });
  const moving = movingExperts.flatMap((name) => {
    const option = options.get(name);
    if (!option || !flagOf(launch, name)) return [];
    const message = `The V2 model runner requires static expert parallelism with AFD: remove ${quote(`--${name}`)}.`;
    return [
      finding(modelRunnerV2, option.nameRange, message, {
        fixes: () => removeOptionFix(subject, `Remove --${name}`, option),
      }),
    ];
  });
  // The experts are the FFN process's.
  const isWithout = pool === 'ffn' && flagOf(launch, 'enable-expert-parallel') === false;
  const message = `The V2 model runner requires expert parallelism of AFD's FFN ranks: add ${quote('--enable-expert-parallel')}.`;
  return [...sizes, ...moving, ...(isWithout ? [finding(modelRunnerV2, site, message)] : [])];
}

/** Builds on CUDA up to August 2026 need the first model runner; an image may set the variable itself. */
function olderDefault(launch: Launch, variable: string, { plugin, launches }: Deployment): readonly Finding[] {
  const { environment, carrier, site } = launch;
  const isOld = plugin?.date !== undefined && plugin.date < '2026-09-01';
  const isOnCuda = knownConnector(launches)?.platform === 'CUDA';
  if (!isOld || !isOnCuda || !carrier.isPod || environment.has(variable)) return [];
  const message = `A plugin of ${plugin.date} needs ${quote(`${variable}=0`)} on GPUs, which nothing here sets.`;
  return [finding(modelRunnerV2, site, message, { severity: 'info' })];
}
