import type { Deployment } from '../manifest/deployment';
import { untestedLine } from '../wording/untested';
import { assumedMicrobatches } from './apply-what-if';
import type { WhatIf } from './sweep';
import type { SizedSubject } from './sweep-subject';

/** What a reader of the sweep must know beside its numbers, in plain sentences. */
export function sweepNotes(stated: Deployment, { evaluation }: SizedSubject, whatIf: WhatIf): readonly string[] {
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
    notes.push('A cold-started run of a given length: theta is its mean over that run, and simulations start cold.');
  }
  notes.push(untestedLine(sizing.untested));
  if (stated.tpotSeconds && profile.timeUnit === 'cycle') {
    notes.push('slo.tpot is not shown: the latency profile counts cycles of unknown length.');
  }
  if (sizing.limitedBy) notes.push(`The recommendation is limited by the ${sizing.limitedBy}.`);
  notes.push(...missing.map(({ message }) => `${message}.`.replaceAll('`', '')));
  return notes.filter((note) => note !== '');
}
