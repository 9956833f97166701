import type { DeploymentChange, SweepInputs, TheorySweep, WhatIf } from '../../../server/src/sweep/sweep';
import { formatCount, formatNumber, formatPools, formatTime } from '../../../server/src/text/format';

/** What a reader can change. */
export type InputName = keyof WhatIf;

/** An input whose value is not the manifest's. */
export interface Difference {
  readonly name: InputName;
  readonly now: string;
  readonly was: string;
}

const inputNames = [
  'batchSize',
  'microbatches',
  'profile',
  'lengthScale',
  'tpotSeconds',
] as const satisfies readonly InputName[];

const inputTitles: Readonly<Record<InputName, string>> = {
  batchSize: 'batch size',
  microbatches: 'microbatches',
  profile: 'profile',
  lengthScale: 'request length',
  tpotSeconds: 'TPOT objective',
};

/** A value of an input in words: `256`, `1.5×`, `50 ms`, `none`. */
export function inputText(name: InputName, inputs: SweepInputs): string {
  switch (name) {
    case 'profile':
      return inputs.profile;
    case 'lengthScale':
      return `${formatNumber(inputs.lengthScale)}×`;
    case 'tpotSeconds':
      return inputs.tpotSeconds === null ? 'none' : formatTime(inputs.tpotSeconds, 's');
    default:
      return formatNumber(inputs[name]);
  }
}

/** The inputs that are not as the manifest has them. */
export function differences({ inputs, manifest }: Pick<TheorySweep, 'inputs' | 'manifest'>): readonly Difference[] {
  return inputNames
    .filter((name) => inputs[name] !== manifest[name])
    .map((name) => ({ name, now: inputText(name, inputs), was: inputText(name, manifest) }));
}

/** A change as part of a sentence: `batch size 128`, `no TPOT objective`. */
export function changeText({ name, now }: Difference): string {
  return now === 'none' ? `no ${inputTitles[name]}` : `${inputTitles[name]} ${now}`;
}

/** A choice without what the manifest says anyway; the same object where there is nothing to leave out. */
export function withoutManifestValues(whatIf: WhatIf, manifest: SweepInputs): WhatIf {
  const kept = inputNames.filter((name) => whatIf[name] !== undefined && whatIf[name] !== manifest[name]);
  if (kept.length === Object.keys(whatIf).length) return whatIf;
  return Object.fromEntries(kept.map((name) => [name, whatIf[name]]));
}

/** The changes that a manifest can take: a request length is the workload's, and nothing is taken out of a manifest. */
function writable({ inputs, manifest }: Pick<TheorySweep, 'inputs' | 'manifest'>): readonly Difference[] {
  return differences({ inputs, manifest }).filter(({ name }) => name !== 'lengthScale' && inputs[name] !== null);
}

/** What "Apply" writes: the recommended pools and the changed values that a manifest can hold. */
export function editChoice({ inputs, manifest, recommended }: TheorySweep): DeploymentChange {
  const values = writable({ inputs, manifest }).map(({ name }) => [name, inputs[name]]);
  const pools =
    recommended === undefined || recommended === null
      ? {}
      : {
          ...(recommended.attention === manifest.attention ? {} : { attention: recommended.attention }),
          ...(recommended.ffn === manifest.ffn ? {} : { ffn: recommended.ffn }),
        };
  return { ...pools, ...Object.fromEntries(values) };
}

/** The choice in words: `10A:1F, batch size 128`; empty where there is nothing to write. */
export function choiceText(sweep: TheorySweep): string {
  const choice = editChoice(sweep);
  const pools =
    choice.attention === undefined && choice.ffn === undefined ? [] : [formatPools({ ...sweep.manifest, ...choice })];
  const values = writable(sweep).map(changeText);
  return [...pools, ...values].join(', ');
}

/** What "Apply" leaves out, in a sentence; empty where it writes every change. */
export function leftOutText(sweep: TheorySweep): string {
  const written = writable(sweep).map(({ name }) => name);
  const left = differences(sweep).filter(({ name }) => !written.includes(name));
  const reasons = {
    lengthScale: 'the request length (part of the workload)',
    tpotSeconds: 'the removal of the TPOT objective',
  };
  const words = left.map(({ name }) => (name in reasons ? reasons[name as keyof typeof reasons] : inputTitles[name]));
  return words.length === 0 ? '' : `Not written: ${words.join(', ')}`;
}

/** An entry that is no value: what is asked for instead. */
export interface WrongEntry {
  readonly wrong: string;
}

/** A whole number from `low` to `high`. */
export function readWhole(text: string, low: number, high: number): number | WrongEntry {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= low && value <= high) return value;
  return { wrong: `whole number, ${formatCount(low)} to ${formatCount(high)}` };
}

/** Milliseconds as seconds, null for an empty field. */
export function readMilliseconds(text: string): number | null | WrongEntry {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? Number((value / 1000).toPrecision(12)) : { wrong: 'above 0, or empty' };
}

/** Steps of the request length slider: 24 to each side of 1, a quarter to four times. */
export const lengthSteps = 24;

/** The length scale at a step of the slider, to two digits after the point. */
export function lengthScaleAt(step: number): number {
  return Math.round(4 ** (step / lengthSteps) * 100) / 100;
}

/** The step of the slider nearest to a length scale. */
export function lengthStepOf(scale: number): number {
  return Math.max(-lengthSteps, Math.min(lengthSteps, Math.round((Math.log(scale) / Math.log(4)) * lengthSteps)));
}
