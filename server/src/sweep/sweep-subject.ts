import { evaluate } from '../evaluation/evaluate';
import type { Evaluation, Sizing } from '../evaluation/evaluation';
import type { Inputs, Thresholds } from '../evaluation/inputs';
import type { LatencyProfile } from '../latency/latency-profile';
import type { Deployment } from '../manifest/deployment';
import { applyWhatIf } from './apply-what-if';
import type { NoSweep, WhatIf } from './sweep';
import { whyNoSweep } from './why-no-sweep';

/** One deployment of a file, with what it refers to. */
export interface SweepSubject {
  readonly deployment: Deployment;
  readonly inputs: Inputs;
  readonly thresholds: Thresholds;
  /** Index of its YAML document. */
  readonly document: number;
}

/** A subject under a reader's changes, evaluated with a number of microbatches, given or assumed. */
export interface SizedSubject {
  readonly deployment: Deployment;
  readonly inputs: Inputs;
  readonly evaluation: Evaluation & { readonly sizing: Sizing; readonly profile: LatencyProfile };
}

/** The subject with the changes applied and sized; or why it has no sweep. */
export function sizeSubject(subject: SweepSubject, whatIf: WhatIf): SizedSubject | NoSweep {
  const { deployment, inputs, thresholds } = subject;
  const none = (message: string): NoSweep => ({ kind: 'none', title: titleOf(deployment), message });
  const changed = applyWhatIf(deployment, inputs, whatIf);
  if ('problem' in changed) return none(changed.problem);
  const evaluation = evaluate(changed.deployment, withoutStudies(changed.inputs), thresholds);
  const { sizing, profile } = evaluation;
  if (!sizing || !profile) return none(whyNoSweep(changed.deployment, evaluation));
  return { ...changed, evaluation: { ...evaluation, sizing, profile } };
}

/** Only what a manifest says is compared in the background, not each step of a slider. */
function withoutStudies(inputs: Inputs): Inputs {
  const { comparison: _, ...others } = inputs;
  return others;
}

/** What a deployment is called where it has no name. */
export function titleOf({ name }: Deployment): string {
  return name ?? 'AFD deployment';
}
