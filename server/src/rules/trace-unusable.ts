import { givenNote } from './given-note';
import { finding, type Rule } from './rule';

export const traceUnusable: Rule = {
  code: 'AFD205',
  title: 'Trace not usable',
  severity: 'error',
  check({ deployment, evaluation }) {
    const path = deployment?.workload?.trace?.path;
    const state = evaluation?.traceState;
    if (!path || state?.kind !== 'failed') return [];
    const line =
      state.line === undefined || state.line === 1 || /\bline \d/i.test(state.message) ? '' : ` (line ${state.line})`;
    const message = `${state.message.replace(/\.$/, '')}${line}`;
    return [finding(traceUnusable, path.site, `${message}${givenNote(path)}.`)];
  },
};
