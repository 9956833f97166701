import type { TextRange } from '../../text/text-range';
import type { Fact } from '../fact';
import type { Launch } from '../launches/launch';

/** A bound of an engine that a launch breaks, in one sentence. */
export interface Limit {
  readonly range: TextRange;
  readonly message: string;
  /** Given where the launch runs nevertheless, or may. */
  readonly severity?: 'warning';
  readonly related?: readonly LimitPlace[];
  /** The one value that is right, over the one that is written. */
  readonly change?: { readonly fact: Fact<unknown>; readonly value: string | number };
}

/** Another place that a limit speaks of, in whichever file it stands. */
export interface LimitPlace {
  readonly message: string;
  readonly range: TextRange;
  readonly file?: string | undefined;
}

/** The limits that launches break, and the code of the rule that reports them. */
export interface DialectLimits {
  readonly code: string;
  /** Those that launches of the analysed file break, beside all launches of their deployment. */
  readonly of: (here: readonly Launch[], all: readonly Launch[]) => readonly Limit[];
}

/** A limit that the value of a fact breaks; `right` is the only value that does not, where there is one. */
export function limitAt(fact: Fact<unknown>, message: string, right?: string | number): Limit {
  return { range: fact.site, message, ...(right === undefined ? {} : { change: { fact, value: right } }) };
}
