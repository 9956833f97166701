import { traceAge } from '../../evaluation/workload/trace-age';
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
    const age = trace && traceAge(trace, subject.nowMs);
    if (!place || !age) return [];
    const days = age.milliseconds / dayMs;
    const most = subject.thresholds.maxTraceAgeDays;
    if (days <= most) return [];
    const shown = formatCount(Math.floor(days));
    return [
      finding(
        traceTooOld,
        place,
        age.by === 'file'
          ? `The trace file${note} is ${shown} days old, more than ${formatCount(most)}: the workload may have changed.`
          : `The last request of the trace${note} arrived ${shown} days ago, more than ${formatCount(most)}: the workload may have changed.`,
      ),
    ];
  },
};
