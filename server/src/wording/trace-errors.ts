import { dominantWords } from '../evaluation/workload/theta-doubt';
import { formatCounted, formatNumber, formatShare } from '../text/format';
import type { WorkloadErrors } from '../workload/errors/workload-errors';
import type { TraceSummary } from '../workload/trace-summary';

/** What the error of theta was estimated from. */
function sourceWords({ by, groups }: WorkloadErrors): string {
  switch (by) {
    case 'requests':
      return 'from single requests: neither time nor conversation makes them alike';
    case 'time':
      return `from ${formatCounted(groups, 'stretch', 'stretches')} of time, which differ by more than single requests tell`;
    case 'rows':
      return `from ${formatCounted(groups, 'stretch', 'stretches')} of rows, which differ by more than single requests tell`;
    case 'alike':
      return 'as if lengths varied as much as their mean: all requests are alike, and tell nothing of others';
    case 'conversations':
      return `from ${formatCounted(groups, 'group')} of conversations, which differ by more than single requests tell`;
  }
}

/** What a trace says of its own errors, each in a phrase: their source, one request that decides, drift, and its clock. */
export function errorLines({
  errors,
  dominant,
  drift,
  mixedZones,
  unorderedArrivals,
}: Pick<TraceSummary, 'errors' | 'dominant' | 'drift' | 'mixedZones' | 'unorderedArrivals'>): readonly string[] {
  return [
    ...(errors && errors.theta > 0 ? [`standard error ${sourceWords(errors)}`] : []),
    ...(dominant ? [dominantWords(dominant).replace('of it (', 'of theta (')] : []),
    ...(drift ? [driftWords(drift)] : []),
    ...(mixedZones ? ['some arrivals have a time zone and others none, so no time is used; give all of them one'] : []),
    ...(unorderedArrivals > 0
      ? [`${formatCounted(unorderedArrivals, 'request')} arrived before one that stands above; sorted by time here`]
      : []),
  ];
}

function driftWords({ first, second, differs }: NonNullable<TraceSummary['drift']>): string {
  const halves = `theta of the first half ${formatNumber(first.theta)} ± ${formatShare(first.reach95 / first.theta)} (95 %), of the second ${formatNumber(second.theta)} ± ${formatShare(second.reach95 / second.theta)}`;
  return differs ? `the workload drifts: ${halves}` : `no drift: ${halves}`;
}
