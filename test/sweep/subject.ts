import { defaultThresholds, type Inputs } from '../../server/src/evaluation/inputs';
import type { TheorySweep, WhatIf } from '../../server/src/sweep/sweep';
import type { SweptRatios } from '../../server/src/sweep/sweep-pools';
import type { SweepSubject } from '../../server/src/sweep/sweep-subject';
import { theorySweep } from '../../server/src/sweep/theory-sweep';
import { analyse, filesOf } from '../analysis/analysed';

/** The only deployment of a text. */
export function subjectOf(text: string, inputs: Inputs = filesOf()): SweepSubject {
  const { deployment, index } = analyse(text, inputs).documents[0]!;
  return { deployment: deployment!, inputs, thresholds: defaultThresholds, document: index };
}

/** The theory's sweep; throws where there is none. */
export function theoryFor(subject: SweepSubject, whatIf: WhatIf = {}, range?: SweptRatios): TheorySweep {
  const sweep = theorySweep(subject, whatIf, range);
  if (sweep.kind === 'none') throw new Error(sweep.message);
  return sweep;
}
