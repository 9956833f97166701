import { finding, type Rule } from './rule';

export const traceUnusable: Rule = {
  code: 'AFD205',
  title: 'Trace not usable',
  severity: 'error',
  check({ deployment, evaluation }) {
    const place = deployment?.workload?.trace?.path.site;
    const state = evaluation?.traceState;
    if (!place || state?.kind !== 'failed') return [];
    const line =
      state.line === undefined || state.line === 1 || /\bline \d/i.test(state.message) ? '' : ` (line ${state.line})`;
    return [finding(traceUnusable, place, `${state.message.replace(/\.$/, '')}${line}.`)];
  },
};
