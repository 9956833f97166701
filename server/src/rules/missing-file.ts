import type { AbsentFile } from '../evaluation/inputs';
import { quote } from '../text/format';
import { type Finding, finding, type Rule } from './rule';

export const missingFile: Rule = {
  code: 'AFD305',
  title: 'Referenced file not found or not readable',
  severity: 'error',
  check({ deployment, evaluation }) {
    const references = [
      ['Trace', deployment?.workload?.trace?.path, evaluation?.traceState],
      ['Profile', deployment?.latencyProfile, evaluation?.profileState],
    ] as const;
    return references.flatMap(([what, fact, state]): readonly Finding[] => {
      const message = state && state.kind !== 'ready' && fact ? describe(what, fact.value, state) : undefined;
      if (!fact || message === undefined) return [];
      return [finding(missingFile, fact.site, message, state?.kind === 'unreachable' ? { severity: 'info' } : {})];
    });
  },
};

function describe(what: string, reference: string, state: AbsentFile): string | undefined {
  switch (state.kind) {
    case 'missing':
      return `${what} file ${quote(reference)} does not exist${isAbsolute(reference) ? '' : '; paths are relative to this file'}.`;
    case 'unreachable':
      return state.message;
    default:
      return undefined;
  }
}

function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[a-z]:)/i.test(path);
}
