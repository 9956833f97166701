import { expiredIgnore } from '../../../server/src/rules/document/expired-ignore';
import { describeRule } from '../describe-rule';

const ignore = (expires: string) =>
  `ignores:\n  - { rule: AFD101, reason: until summer, expires: ${expires} }\n  - { rule: AFD102, reason: for good }\n`;

describeRule(expiredIgnore, {
  reports: [
    {
      title: 'an entry whose last day is over',
      text: ignore('2025-12-31'),
      fileKind: 'configuration',
      expected: [
        'warning',
        '2025-12-31',
        'This entry expired on 2025-12-31: `AFD101` is reported again. Remove it, or give a later date.',
      ],
    },
    {
      title: 'an entry that names no rule',
      text: 'ignores:\n  - { reason: until summer, expires: 2025-12-31 }\n',
      fileKind: 'configuration',
      expected: [
        'warning',
        '2025-12-31',
        'This entry expired on 2025-12-31: its rule is reported again. Remove it, or give a later date.',
      ],
    },
  ],
  silent: [
    {
      title: 'an entry on its last day',
      text: ignore('2026-01-01'),
      fileKind: 'configuration',
    },
  ],
});
