import type { Deployment } from '../../manifest/deployment';
import type { Fact } from '../../manifest/fact';
import { applyEdits } from '../../text/text-range';
import { scalarEdits } from '../../yaml/scalar-edit';
import { changesOnly } from '../../yaml/verified-edit';
import type { Fix, Subject } from '../rule';

/** A whole number that a manifest states, as a fix changes it. */
export interface CountChange {
  readonly fact: Fact<number>;
  readonly key: 'batchSize' | 'microbatches';
  readonly value: number;
  readonly title: string;
  readonly preferred: boolean;
}

/** The ways to write another count: here, or at its anchor. None where no number is written that could be edited. */
export function countFixes({ text, deploymentIn }: Subject, change: CountChange): readonly Fix[] {
  const { fact, key, value, title, preferred } = change;
  const { range, shared, literal, file, setIn } = fact;
  if (literal === false || file !== undefined || setIn !== undefined) return [];
  const countIn = (deployment: Deployment | undefined): number | undefined => deployment?.[key]?.value;
  return scalarEdits(range, shared, key, String(value))
    .filter(({ edit }) => changesOnly(text, [edit]))
    .filter(({ edit }) => countIn(deploymentIn(applyEdits(text, [edit]))) === value)
    .map(({ edit, kind }) => ({
      title: `${title}${kind === 'anchor' ? `: edit the anchor &${shared!.anchor}` : ''}`,
      preferred,
      cosmetic: false,
      edits: [edit],
    }));
}
