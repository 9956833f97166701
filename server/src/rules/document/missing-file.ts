import type { AbsentFile } from '../../evaluation/inputs';
import type { Fact } from '../../manifest/fact';
import { quote } from '../../text/format';
import { type Finding, finding, type Rule, referenceNames } from '../rule';
import { givenNote } from '../workload/given-note';

export const missingFile: Rule = {
  code: 'AFD305',
  title: 'Referenced file not found or not readable',
  severity: 'error',
  check({ references }) {
    return references.flatMap(({ kind, fact, state }): readonly Finding[] => {
      const message = state && state.kind !== 'ready' ? describe(referenceNames[kind], fact, state) : undefined;
      if (message === undefined) return [];
      return [finding(missingFile, fact.site, message, state?.kind === 'unreachable' ? leniency(state) : {})];
    });
  },
};

/** Somebody who confines references wants to know of those that lead elsewhere; other ones only cannot be read from here. */
function leniency({ isConfined }: Extract<AbsentFile, { kind: 'unreachable' }>): Pick<Finding, 'severity'> {
  return { severity: isConfined ? 'warning' : 'info' };
}

function describe(what: string, fact: Fact<string>, state: AbsentFile): string | undefined {
  const { value, setIn } = fact;
  switch (state.kind) {
    case 'missing':
      return `${what} file ${quote(value)}${givenNote(fact)} does not exist${setIn || isAbsolute(value) ? '' : '; paths are relative to this file'}.`;
    case 'unreachable':
      return state.message;
    default:
      return undefined;
  }
}

function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[a-z]:)/i.test(path);
}
