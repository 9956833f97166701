import { type Finding, finding, type Rule } from '../rule';
import { givenNote } from './given-note';

export const traceUnusable: Rule = {
  code: 'AFD205',
  title: 'Trace not usable',
  severity: 'error',
  check({ references }) {
    return references.flatMap(({ kind, fact, state }): readonly Finding[] => {
      if (kind !== 'trace' || state?.kind !== 'failed') return [];
      const line =
        state.line === undefined || state.line === 1 || /\bline \d/i.test(state.message) ? '' : ` (line ${state.line})`;
      // A question keeps its mark, with what follows before it.
      const [, said = state.message, end = '.'] = /^(.*?)([.?])$/s.exec(state.message) ?? [];
      return [finding(traceUnusable, fact.site, `${said}${line}${givenNote(fact)}${end}`)];
    });
  },
};
