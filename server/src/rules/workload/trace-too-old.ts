import { formatCount } from '../../text/format';
import { finding, type Rule } from '../rule';
import { traceSubject } from './trace-subject';

const dayMs = 86_400_000;

export const traceTooOld: Rule = {
  code: 'AFD202',
  title: 'Trace too old',
  severity: 'info',
  check(subject) {
    const { place, note, trace } = traceSubject(subject) ?? {};
    if (!place || trace?.modifiedMs === undefined) return [];
    const days = (subject.nowMs - trace.modifiedMs) / dayMs;
    const most = subject.thresholds.maxTraceAgeDays;
    if (days <= most) return [];
    return [
      finding(
        traceTooOld,
        place,
        `The trace file${note} is ${formatCount(Math.floor(days))} days old, more than ${formatCount(most)}: the workload may have changed.`,
      ),
    ];
  },
};
