import { changesOnly } from '../../yaml/verified-edit';
import { finding, type Rule } from '../rule';

export const schemaViolation: Rule = {
  code: 'AFD302',
  title: 'Value or key not as the schema asks',
  severity: 'error',
  check({ schemaProblems, text }) {
    return schemaProblems
      .filter(({ kind }) => kind !== 'unknown-key')
      .map(({ message, range, replacement }) =>
        finding(schemaViolation, range, message, {
          fixes: () =>
            replacement === undefined || !changesOnly(text, [{ range, newText: replacement }])
              ? []
              : [
                  {
                    title: `Change to ${replacement}`,
                    preferred: true,
                    cosmetic: false,
                    edits: [{ range, newText: replacement }],
                  },
                ],
        }),
      );
  },
};
