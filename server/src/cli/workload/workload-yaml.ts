import { formatCounted, formatNumber, plainLine } from '../../text/format';
import { statisticsOfTrace } from '../../workload/statistics-of-trace';
import type { WorkloadReport } from './workload-report';

/** The `statistics:` block of the trace, to stand under `workload:` in a manifest in place of `trace:`. */
export function workloadYaml({ file, summary, estimate }: WorkloadReport): string {
  const { theta, nu } = estimate;
  const requests = formatCounted(summary.moments.n, 'request');
  return [
    `# ${requests} of ${plainLine(file)} (${summary.format}): theta ${formatNumber(theta)}, nu ${formatNumber(nu!)}.`,
    '# A simulation needs the trace itself.',
    'statistics:',
    ...Object.entries(statisticsOfTrace(summary)).map(([key, sum]) => `  ${key}: ${sum}`),
    '',
  ].join('\n');
}
