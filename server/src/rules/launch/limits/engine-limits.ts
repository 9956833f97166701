import { dialectOf } from '../../../manifest/dialects/dialects';
import { launchesHere } from '../../../manifest/launches/launch-options';
import { finding, type Rule } from '../../rule';
import { valueFix } from '../launch-fix';

/** A rule that reports the limits of those dialects that name its code. */
export function limitsRule(code: string, title: string): Rule {
  const rule: Rule = {
    code,
    title,
    severity: 'error',
    check(subject) {
      const launches = subject.deployment?.launches ?? [];
      const [launch] = launches;
      const limits = launch && dialectOf(launch).limits;
      if (limits?.code !== code) return [];
      return limits
        .of(launchesHere(launches), launches)
        .map(({ range, message, severity = rule.severity, related = [], change }) =>
          finding(rule, range, message, {
            severity,
            related,
            fixes: () => (change ? valueFix(subject, `Change to ${change.value}`, [change], true) : []),
          }),
        );
    },
  };
  return rule;
}
