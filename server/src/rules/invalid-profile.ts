import { quote } from '../text/format';
import { givenNote } from './given-note';
import { finding, type Rule } from './rule';

export const invalidProfile: Rule = {
  code: 'AFD306',
  title: 'Latency profile not usable',
  severity: 'error',
  check({ deployment, evaluation }) {
    const reference = deployment?.latencyProfile;
    const state = evaluation?.profileState;
    if (!reference || state?.kind !== 'failed') return [];
    const where = state.line === undefined ? '' : ` (line ${state.line})`;
    return [
      finding(
        invalidProfile,
        reference.site,
        `Profile ${quote(reference.value)}${givenNote(reference)} is not usable: ${state.message.charAt(0).toLowerCase()}${state.message.slice(1).replace(/\.$/, '')}${where}.`,
      ),
    ];
  },
};
