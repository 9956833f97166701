import { known, type Launch } from '../../manifest/launches/launch';
import { connectorOf } from '../../manifest/launches/launch-topology';
import { quote } from '../../text/format';
import { finding, type Rule } from '../rule';
import { valueFix } from './launch-fix';
import { flagOf, launchesHere } from './launch-options';
import { graphMode, isModelRunnerV2 } from './settings/vllm-settings';

/** Connectors whose attention and FFN processes replay graphs of decode steps only. */
const decodeGraphs: ReadonlySet<string> = new Set(['P2pNcclAFDConnector', 'CAMP2pAFDConnector', 'P2pHcclAFDConnector']);
const modes: ReadonlySet<string> = new Set(['FULL', 'PIECEWISE', 'FULL_AND_PIECEWISE']);

export const graphModeRule: Rule = {
  code: 'AFD414',
  title: 'Graph mode that the AFD connector cannot run',
  severity: 'error',
  check(subject) {
    const { deployment } = subject;
    const connector = connectorOf(deployment?.launches ?? []);
    if (deployment?.dialect !== 'vllm-afd-plugin' || connector === undefined || !decodeGraphs.has(connector)) return [];
    return launchesHere(deployment.launches).flatMap((launch) => {
      const mode = known(graphMode(launch));
      if (!mode || !modes.has(mode.value.toUpperCase()) || flagOf(launch, 'enforce-eager') !== false) return [];
      if (mode.value.toUpperCase() === 'FULL' && mayRunFull(launch, connector)) return [];
      const message = `${quote(connector)} cannot run graphs as ${quote(mode.value)}: use ${quote('FULL_DECODE_ONLY')} or ${quote('--enforce-eager')}.`;
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
function mayRunFull(launch: Launch, connector: string): boolean {
  return connector !== 'P2pNcclAFDConnector' && isModelRunnerV2(launch) !== false;
}
