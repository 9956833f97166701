import { knownConnector, launchDialect } from '../../manifest/dialects/dialects';
import { launchesHere, launchesOf } from '../../manifest/launches/launch-options';
import { quote } from '../../text/format';
import { finding, type Rule } from '../rule';
import { removeOptionFix } from './launch-fix';

export const kvTransferOnFfn: Rule = {
  code: 'AFD419',
  title: 'FFN launch with a KV transfer',
  severity: 'warning',
  check(subject) {
    const { deployment } = subject;
    const launches = deployment?.launches ?? [];
    const name = launchDialect(deployment)?.kvTransferOption;
    if (name === undefined || knownConnector(launches)?.transfersKvOnFfn) return [];
    return launchesHere(launchesOf(launches, 'ffn')).flatMap((launch) => {
      const option = launch.options.get(name);
      if (!option) return [];
      const message = `FFN workers keep no KV cache: ${quote(`--${name}`)} belongs to the attention launch only.`;
      return [
        finding(kvTransferOnFfn, option.nameRange, message, {
          fixes: () => removeOptionFix(subject, `Remove --${name}`, option),
        }),
      ];
    });
  },
};
