import { lowerFirst, quote } from '../../text/format';
import { type Finding, finding, type Rule, referenceNames } from '../rule';
import { givenNote } from '../workload/given-note';

export const invalidProfile: Rule = {
  code: 'AFD306',
  title: 'Latency profile, device or model file not usable',
  severity: 'error',
  check({ references }) {
    return references.flatMap(({ kind, fact, state }): readonly Finding[] => {
      if (kind === 'trace' || state?.kind !== 'failed') return [];
      const where = state.line === undefined ? '' : ` (line ${state.line})`;
      const why = `${lowerFirst(state.message).replace(/\.$/, '')}`;
      const message = `${referenceNames[kind]} ${quote(fact.value)}${givenNote(fact)} is not usable: ${why}${where}.`;
      return [finding(invalidProfile, fact.site, message)];
    });
  },
};
