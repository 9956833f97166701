import { driftRegret } from '../../evaluation/workload/drift-regret';
import { formatNumber, formatPools, formatShare, formatSpan } from '../../text/format';
import { finding, type Rule } from '../rule';
import { traceSubject } from './trace-subject';

export const workloadDrifts: Rule = {
  code: 'AFD208',
  title: 'Workload drifts',
  severity: 'info',
  check(subject) {
    const { place, note, trace } = traceSubject(subject) ?? {};
    const sizing = subject.evaluation?.sizing;
    if (!place || !trace || !sizing) return [];
    const { periods } = trace.summary;
    const regret = driftRegret(sizing, periods);
    if (!regret || regret.mean < subject.thresholds.minGain) return [];
    const { mean, worst } = regret;
    const { optimum, point } = sizing;
    const { start, seconds, theta } = worst.period;
    const after = start - periods[0]!.start;
    const when = after === 0 ? `In its first ${formatSpan(seconds)}` : `After ${formatSpan(after)}`;
    const then = { ...optimum, attention: worst.attention };
    return [
      finding(
        workloadDrifts,
        place,
        `No one ratio fits the trace${note}: ${formatPools(optimum)} loses ${formatShare(mean)} over time. ${when} theta is ${formatNumber(theta)}, not ${formatNumber(point.load.theta)} (${formatPools(then)}).`,
      ),
    ];
  },
};
