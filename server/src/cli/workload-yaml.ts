import { formatCounted, formatNumber, formatShare, plainLine } from '../text/format';
import { statisticsOfTrace } from '../workload/statistics-of-trace';
import type { WorkloadReport } from './workload-report';

/** The `statistics:` block of the trace, to stand under `workload:` in a manifest in place of `trace:`. */
export function workloadYaml({ file, summary, estimate }: WorkloadReport): string {
  const { theta, nu, thetaStandardError } = estimate;
  const requests = formatCounted(summary.moments.n, 'request');
  return [
    `# ${requests} of ${plainLine(file)} (${summary.format}): theta ${formatNumber(theta)}, nu ${formatNumber(nu!)}.`,
    ...(thetaStandardError === undefined || thetaStandardError === 0
      ? []
      : [
          `# These sums do not carry the standard error of theta, ${formatNumber(Number(thetaStandardError.toPrecision(2)))} tokens (${formatShare(thetaStandardError / theta)}):`,
          '# the low and the high gain then leave it out. A simulation needs the trace itself.',
        ]),
    'statistics:',
    ...Object.entries(statisticsOfTrace(summary.moments)).map(([key, sum]) => `  ${key}: ${sum}`),
    '',
  ].join('\n');
}
