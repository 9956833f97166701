import type { MissingInput } from '../../evaluation/missing-input';
import { nodeAt } from '../../yaml/yaml-tree';
import { finding, type Rule } from '../rule';

export const notEvaluated: Rule = {
  code: 'AFD111',
  title: 'Not evaluated: a fact is missing',
  severity: 'info',
  check({ evaluation, root, unreadable }) {
    const kind = nodeAt(root, ['kind']);
    const unknownKind: readonly MissingInput[] =
      kind?.kind === 'scalar' && kind.templated
        ? [{ message: '`kind` is filled in by a template', range: kind.site, templated: true }]
        : [];
    return [...unknownKind, ...(unreadable ? [unreadable] : []), ...(evaluation?.missing ?? [])].map(
      ({ message, range, templated }) => {
        const advice = templated ? '; pipe what is rendered into `afd-lens check -`' : '';
        return finding(
          notEvaluated,
          range,
          `${evaluation?.sizing ? '' : 'Not evaluated: '}${message}${advice}.`,
          templated ? { severity: 'hint' } : {},
        );
      },
    );
  },
};
