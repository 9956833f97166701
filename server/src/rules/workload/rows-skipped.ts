import { formatCount, formatCounted } from '../../text/format';
import { finding, type Rule } from '../rule';
import { traceSubject } from './trace-subject';

export const rowsSkipped: Rule = {
  code: 'AFD204',
  title: 'Trace rows not used',
  severity: 'info',
  check(subject) {
    const { place, note, trace } = traceSubject(subject) ?? {};
    if (!place || !trace) return [];
    const { failed, malformed, zeroDecode, first } = trace.summary.skipped;
    const total = failed + malformed + zeroDecode;
    if (total === 0) return [];
    const causes = [
      [malformed, 'malformed'],
      [failed, 'failed'],
      [zeroDecode, 'without decode steps'],
    ] as const;
    const parts = causes.filter(([count]) => count > 0).map(([count, cause]) => `${formatCount(count)} ${cause}`);
    const example = first ? `; first at line ${formatCount(first.line)}` : '';
    return [
      finding(
        rowsSkipped,
        place,
        `${formatCounted(total, 'row')} of the trace${note} not used: ${parts.join(', ')}${example}.`,
        malformed > 0 ? {} : { severity: 'hint' },
      ),
    ];
  },
};
