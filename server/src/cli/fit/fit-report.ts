import type { FittedProfile } from '../../latency/fit/fitted-profile';

/** What measurements yielded, for the output formats. */
export interface FitReport {
  /** As the user named it. */
  readonly file: string;
  /** The profile's name. */
  readonly name: string;
  readonly model: string | undefined;
  readonly device: string | undefined;
  readonly fitted: FittedProfile;
  readonly ignoredColumns: readonly string[];
}
