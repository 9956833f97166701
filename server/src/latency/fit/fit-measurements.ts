import { formatCount } from '../../text/format';
import { fitStages } from './fit-stages';
import { fitSweep } from './fit-sweep';
import type { FittedProfile } from './fitted-profile';
import { MeasurementError, type MeasurementProblem, type Measurements } from './measurements';
import { readMeasurements } from './read-measurements';
import { sampleOf } from './row-sample';

/** Measurements as fitted, or why they support no fit, each reason in one sentence. */
export type FitOutcome =
  | { readonly kind: 'fitted'; readonly profile: FittedProfile; readonly ignoredColumns: readonly string[] }
  | { readonly kind: 'failed'; readonly problems: readonly MeasurementProblem[] };

/** Fits a latency profile to the text of a file. Never throws for what is in it; the same text gives the same profile. */
export function fitMeasurements(text: string): FitOutcome {
  try {
    const measurements = readMeasurements(text);
    return { kind: 'fitted', profile: profileOf(measurements), ignoredColumns: measurements.ignoredColumns };
  } catch (error) {
    if (!(error instanceof MeasurementError)) throw error;
    return { kind: 'failed', problems: error.problems };
  }
}

/** Rows that a fit uses, of a sweep or of each stage: more of them add nothing to what a few thousand say. */
const mostRows = 10_000;

function profileOf(measurements: Measurements): FittedProfile {
  const { rows } = measurements;
  const used = sampled(measurements);
  const profile = used.kind === 'sweep' ? fitSweep(used) : fitStages(used);
  if (used.rows.length === rows.length) return profile;
  const note = `Of ${formatCount(rows.length)} rows ${formatCount(used.rows.length)} were fitted, spread over all of them.`;
  return { ...profile, rows: rows.length, notes: [...profile.notes, note] };
}

function sampled(measurements: Measurements): Measurements {
  if (measurements.kind === 'sweep') return { ...measurements, rows: sampleOf(measurements.rows, mostRows) };
  const stages = ['attention', 'ffn', 'communication'] as const;
  const rows = stages.flatMap((stage) =>
    sampleOf(
      measurements.rows.filter((row) => row.stage === stage),
      mostRows,
    ),
  );
  return { ...measurements, rows };
}
