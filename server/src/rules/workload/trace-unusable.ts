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
      const message = `${state.message.replace(/\.$/, '')}${line}`;
      return [finding(traceUnusable, fact.site, `${message}${givenNote(fact)}.`)];
    });
  },
};
