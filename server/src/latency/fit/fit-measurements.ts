import { fitStages } from './fit-stages';
import { fitSweep } from './fit-sweep';
import type { FittedProfile } from './fitted-profile';
import { MeasurementError, type MeasurementProblem, type Measurements } from './measurements';
import { readMeasurements } from './read-measurements';

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

function profileOf(measurements: Measurements): FittedProfile {
  return measurements.kind === 'stages' ? fitStages(measurements) : fitSweep(measurements);
}
