import type { TextRange } from '../../text/text-range';
import { finding, type Rule } from '../rule';

export const unknownKey: Rule = {
  code: 'AFD303',
  title: 'Unknown key',
  severity: 'warning',
  check({ schemaProblems, text }) {
    return schemaProblems
      .filter(({ kind }) => kind === 'unknown-key')
      .map(({ message, range, replacement }) =>
        finding(unknownKey, range, message, {
          fixes: () =>
            replacement === undefined
              ? []
              : [
                  {
                    title: `Rename to ${replacement}`,
                    preferred: true,
                    cosmetic: false,
                    edits: [{ range, newText: inSameQuotes(text, range, replacement) }],
                  },
                ],
        }),
      );
  },
};

/** In a flow map `{"a":1}` a key without its quotes would not be a key any more. */
function inSameQuotes(text: string, { start }: TextRange, key: string): string {
  const mark = /["']/.exec(text.charAt(start))?.[0] ?? '';
  return `${mark}${key}${mark}`;
}
