import { modelShapeOf } from '../../evaluation/hardware';
import { formatCount, quote } from '../../text/format';
import { finding, type Rule } from '../rule';
import { traceSubject } from './trace-subject';

export const beyondContext: Rule = {
  code: 'AFD209',
  title: "Length beyond the model's context",
  severity: 'info',
  check(subject) {
    const { place, note, trace } = traceSubject(subject) ?? {};
    const { deployment, evaluation } = subject;
    const shape = deployment && modelShapeOf(deployment, evaluation?.hardware);
    if (!place || !trace || shape?.contextTokens === undefined) return [];
    const { id, contextTokens } = shape;
    const { largestRequest, largestLine } = trace.summary;
    if (largestRequest <= contextTokens) return [];
    return [
      finding(
        beyondContext,
        place,
        `Line ${formatCount(largestLine)} of the trace${note} has ${formatCount(largestRequest)} tokens; ${quote(id)} takes ${formatCount(contextTokens)}.`,
      ),
    ];
  },
};
