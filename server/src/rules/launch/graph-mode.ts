import type { Connector } from '../../manifest/dialects/connector';
import { knownConnector } from '../../manifest/dialects/dialects';
import { known, type Launch } from '../../manifest/launches/launch';
import { flagOf, launchesHere } from '../../manifest/launches/launch-options';
import { quote } from '../../text/format';
import { finding, type Rule } from '../rule';
import { valueFix } from './launch-fix';
import { graphMode, isModelRunnerV2 } from './settings/vllm-settings';

const modes: ReadonlySet<string> = new Set(['FULL', 'PIECEWISE', 'FULL_AND_PIECEWISE']);

export const graphModeRule: Rule = {
  code: 'AFD414',
  title: 'Graph mode that the AFD connector cannot run',
  severity: 'error',
  check(subject) {
    const launches = subject.deployment?.launches ?? [];
    const connector = knownConnector(launches);
    if (!connector?.graphs) return [];
    return launchesHere(launches).flatMap((launch) => {
      const mode = known(graphMode(launch));
      if (!mode || !modes.has(mode.value.toUpperCase()) || flagOf(launch, 'enforce-eager') !== false) return [];
      if (mode.value.toUpperCase() === 'FULL' && mayRunFull(launch, connector)) return [];
      const message = `${quote(connector.name)} cannot run graphs as ${quote(mode.value)}: use ${quote('FULL_DECODE_ONLY')} or ${quote('--enforce-eager')}.`;
      return [
        finding(graphModeRule, mode.site, message, {
          fixes: () =>
            valueFix(subject, 'Change to FULL_DECODE_ONLY', [{ fact: mode, value: 'FULL_DECODE_ONLY' }], true),
        }),
      ];
    });
  },
};

/** On Ascend the second model runner takes whole graphs too. */
function mayRunFull(launch: Launch, { graphs }: Connector): boolean {
  return graphs === 'whole in the second model runner' && isModelRunnerV2(launch) !== false;
}
