import { connectorOf } from '../../manifest/launches/launch-topology';
import { quote } from '../../text/format';
import { finding, type Rule } from '../rule';
import { removeOptionFix } from './launch-fix';
import { launchesHere, launchesOf } from './launch-options';

export const kvTransferOnFfn: Rule = {
  code: 'AFD419',
  title: 'FFN launch with a KV transfer',
  severity: 'warning',
  check(subject) {
    const { deployment } = subject;
    // A benchmark over this connector gives both roles a transfer on purpose.
    const isDeliberate = connectorOf(deployment?.launches ?? []) === 'CAMP2pAFDConnector';
    if (isDeliberate || !deployment?.dialect.startsWith('vllm')) return [];
    return launchesHere(launchesOf(deployment.launches, 'ffn')).flatMap((launch) => {
      const option = launch.options.get('kv-transfer-config');
      if (!option) return [];
      const message = `FFN workers keep no KV cache: ${quote('--kv-transfer-config')} belongs to the attention launch only.`;
      return [
        finding(kvTransferOnFfn, option.nameRange, message, {
          fixes: () => removeOptionFix(subject, 'Remove --kv-transfer-config', option),
        }),
      ];
    });
  },
};
