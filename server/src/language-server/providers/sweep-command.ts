import { type PairedDocument, pairedDocuments } from '../../analysis/evaluated-documents';
import type { StrategiesAnswer, SweepAnswer, SweepEdit } from '../../protocol/protocol';
import { compareSubject } from '../../sweep/compare-subject';
import { changeProblem, deploymentEdits, nothingToChange } from '../../sweep/deployment-edit';
import { deploymentSnippet } from '../../sweep/deployment-snippet';
import { launchEdits } from '../../sweep/launch-edit';
import type { SimulationOptions } from '../../sweep/simulate-sweep';
import type { DeploymentChange, SimulatedSweep, TheorySweep, WhatIf } from '../../sweep/sweep';
import type { SweepSubject } from '../../sweep/sweep-subject';
import { theorySweep } from '../../sweep/theory-sweep';
import { inFile } from '../../text/text-range';
import type { OpenManifest } from '../open-manifest';
import { type OtherFiles, otherEdits } from '../other-files';
import type { Simulations, SimulationWatch } from '../simulations';
import { toLspRange } from '../to-lsp';

/** The theory's sweep of one deployment; null where the file has no deployment. */
export function sweep(manifest: OpenManifest, index: unknown, whatIf: unknown): SweepAnswer<TheorySweep> | null {
  const unit = deploymentAt(manifest, index);
  if (!unit) return null;
  return { version: manifest.document.version, sweep: theorySweep(subjectOf(manifest, unit), toWhatIf(whatIf)) };
}

/** The simulated sweep of one deployment; null where the file has none, or when the simulation was ended. */
export async function simulateOpen(
  manifest: OpenManifest,
  index: unknown,
  whatIf: unknown,
  options: unknown,
  simulations: Simulations,
  watch: SimulationWatch,
): Promise<SweepAnswer<SimulatedSweep> | null> {
  const unit = deploymentAt(manifest, index);
  if (!unit) return null;
  const { version } = manifest.document;
  const result = await simulations.run(
    manifest,
    subjectOf(manifest, unit),
    toWhatIf(whatIf),
    toOptions(options),
    watch,
  );
  return result ? { version, sweep: result } : null;
}

/** The serving strategies of one deployment, as far as they are compared by now; null where the file has no deployment. */
export function strategies(
  manifest: OpenManifest,
  index: unknown,
  whatIf: unknown,
  nowMs: number,
): StrategiesAnswer | null {
  const unit = deploymentAt(manifest, index);
  if (!unit) return null;
  return {
    version: manifest.document.version,
    strategies: compareSubject(subjectOf(manifest, unit), toWhatIf(whatIf), nowMs),
  };
}

/** The edits that write values into the manifest, and the same as YAML for the clipboard; or why there are no edits. */
export function sweepEdit(
  manifest: OpenManifest,
  index: unknown,
  wanted: unknown,
  otherFile: OtherFiles,
): SweepEdit | null {
  const { document } = manifest;
  const unit = deploymentAt(manifest, index);
  if (!unit) return null;
  const change = toChange(wanted);
  const senseless = changeProblem(unit.deployment, change) !== undefined;
  const yaml = deploymentSnippet(unit.deployment, senseless ? {} : change);
  const answer = { version: document.version, edits: [], yaml };
  const outcome = editsOf(unit, change);
  if ('problem' in outcome) return { ...answer, message: outcome.problem };
  const elsewhere = otherEdits(outcome.elsewhere, otherFile);
  if (!elsewhere) return { ...answer, message: 'Another file that states the sizes has changed or cannot be read.' };
  if (outcome.edits.length + elsewhere.length === 0) {
    return { ...answer, message: nothingToChange(unit.deployment) };
  }
  const edits = outcome.edits.map(({ range, newText }) => ({
    range: toLspRange(document, inFile(range, unit.start)),
    newText,
  }));
  return { ...answer, edits, ...(elsewhere.length > 0 ? { elsewhere } : {}) };
}

/** The edits of the text itself, and of other files that state the sizes too. */
function editsOf({ deployment, ...unit }: PairedDocument, change: DeploymentChange) {
  if (deployment.launches.length > 0) return launchEdits(unit, deployment, change);
  if (!unit.root) return { problem: 'The deployment cannot be edited.' };
  const outcome = deploymentEdits(unit.text, unit.root, deployment, change);
  return 'problem' in outcome ? outcome : { ...outcome, elsewhere: [] };
}

/** The deployment of one YAML document, with both pools known; the first of the file where no index is given. */
function deploymentAt({ analysis }: OpenManifest, index: unknown): PairedDocument | undefined {
  const units = pairedDocuments(analysis.documents);
  return index === undefined || index === null ? units[0] : units.find((unit) => unit.index === index);
}

function subjectOf({ inputs, settings }: OpenManifest, { deployment, index }: PairedDocument): SweepSubject {
  return { deployment, inputs, thresholds: settings.thresholds, document: index };
}

/** Numbers and words of what a client sent. What should be a number and is none is NaN, which is refused later. */
function fieldsOf(sent: unknown) {
  const read = (key: string): unknown =>
    typeof sent === 'object' && sent !== null ? Reflect.get(sent, key) : undefined;
  const number = (key: string): number | undefined => {
    const value = read(key) ?? undefined;
    return value === undefined || typeof value === 'number' ? value : Number.NaN;
  };
  const text = (key: string): string | undefined => {
    const value = read(key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { read, number, text };
}

/** Drops the keys without a value, so that absent means absent. */
function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function toWhatIf(sent: unknown): WhatIf {
  const { read, number, text } = fieldsOf(sent);
  return present({
    batchSize: number('batchSize'),
    microbatches: number('microbatches'),
    profile: text('profile'),
    lengthScale: number('lengthScale'),
    tpotSeconds: read('tpotSeconds') === null ? null : number('tpotSeconds'),
  });
}

function toOptions(sent: unknown): SimulationOptions {
  const { number } = fieldsOf(sent);
  return {
    seed: number('seed'),
    requestsPerWorker: number('requestsPerWorker'),
    replications: number('replications'),
  };
}

function toChange(sent: unknown): DeploymentChange {
  const { number, text } = fieldsOf(sent);
  return present({
    attention: number('attention'),
    ffn: number('ffn'),
    batchSize: number('batchSize'),
    microbatches: number('microbatches'),
    profile: text('profile'),
    tpotSeconds: number('tpotSeconds'),
  });
}
