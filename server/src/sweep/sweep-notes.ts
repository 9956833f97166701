import type { Deployment } from '../manifest/deployment';
import { formatNumber } from '../text/format';
import { errorText } from '../wording/evidence';
import { limitSentence } from '../wording/summary';
import { untestedLine } from '../wording/untested';
import { assumedMicrobatches } from './apply-what-if';
import type { WhatIf } from './sweep';
import type { SweptRatios } from './sweep-pools';
import type { SizedSubject } from './sweep-subject';

/** What a reader of the sweep must know beside its numbers, in plain sentences. */
export function sweepNotes(
  stated: Deployment,
  { deployment, evaluation }: SizedSubject,
  whatIf: WhatIf,
  range: SweptRatios,
): readonly string[] {
  const { sizing, profile, missing } = evaluation;
  const notes: string[] = [];
  if (!stated.microbatches && whatIf.microbatches === undefined) {
    notes.push(`The manifest gives no microbatches; ${assumedMicrobatches} are assumed here.`);
  }
  if (sizing.point.load.nu === undefined && !stated.workload?.horizonRequests) {
    notes.push(
      'nu is not known, so the theory leaves out that attention workers wait for the slowest; a trace gives it.',
    );
  }
  if (stated.workload?.horizonRequests) {
    notes.push(
      evaluation.workload?.origin.kind === 'trace'
        ? 'A cold-started run of a given length: simulations start cold, the theory does not.'
        : 'A cold-started run of a given length: theta is its mean over that run, and simulations start cold.',
    );
  }
  if (profile.calibration === 'roofline') {
    notes.push(`The stage times are a roofline: uncalibrated, with an error of ${errorText(profile)}.`);
  }
  notes.push(untestedLine(sizing.untested));
  const calibrated = profile.ranges.ratio;
  if (calibrated && (range.low < calibrated.low || range.high > calibrated.high)) {
    notes.push(
      `Ratios outside ${formatNumber(calibrated.low)} to ${formatNumber(calibrated.high)} are left out: the latency profile is not calibrated there.`,
    );
  }
  if (deployment.tpotSeconds && profile.timeUnit === 'cycle') {
    notes.push('The TPOT objective is not shown: the latency profile counts cycles of unknown length.');
  }
  notes.push(limitSentence(deployment, sizing).replaceAll('`', ''));
  notes.push(...missing.map(({ message }) => `${message}.`.replaceAll('`', '')));
  return notes.filter((note) => note !== '');
}
