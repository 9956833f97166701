import { type MappedText, unknownCharacter } from '../text/mapped-text';
import type { TextRange } from '../text/text-range';
import { PersistentMap } from './persistent-map';

/** What is known of a variable: its value, or the elements of an array. */
export interface Variable {
  readonly elements: readonly MappedText[];
  readonly isArray: boolean;
  /** Whether more may follow the elements; of a value of which nothing is known there are no elements and more. */
  readonly more: boolean;
  readonly exported: boolean;
  /** Where the script assigns it; undefined for one that the script is given. */
  readonly site: TextRange | undefined;
}

/** An array longer than this is no list of options. */
export const maxElements = 1000;

/** The name under which the positional parameters are kept. */
export const positional = '@';

/** A variable of which only a run knows the value. */
export function unknownVariable(site: TextRange | undefined): Variable {
  return { elements: [], isArray: false, more: true, exported: true, site };
}

/** Whether nothing at all is known of the value. */
export function isUnknown({ elements, more }: Variable): boolean {
  return more && elements.length === 0;
}

/** What is known of the variables at a point of the script, and what of it changed since the last fork. */
export class Variables {
  private values: PersistentMap<Variable | 'unset'>;
  private changed = new Set<string>();
  /** Grows when anything may have been assigned, so that a join notices it. */
  private clearings: number;
  private clearedAt: TextRange | undefined;
  /** Whether the shell does not get beyond this point, as after `exit`. */
  ended = false;

  constructor(values: PersistentMap<Variable | 'unset'>, clearings = 0, clearedAt?: TextRange) {
    this.values = values;
    this.clearings = clearings;
    this.clearedAt = clearedAt;
  }

  /** What is known of a variable; undefined for one that is not set. */
  get(name: string): Variable | undefined {
    const value = this.values.get(name) ?? (this.clearings > 0 ? unknownVariable(this.clearedAt) : undefined);
    return value === 'unset' ? undefined : value;
  }

  set(name: string, value: Variable | undefined): void {
    this.values = this.values.with(name, value ?? 'unset');
    this.changed.add(name);
  }

  /** From here on nothing is known of any variable, nor whether it is set. */
  clear(site: TextRange): void {
    this.values = new PersistentMap();
    this.clearings++;
    this.clearedAt = site;
  }

  /** A copy of the variables for a part of the script that may not run, or that runs in a shell of its own. */
  fork(): Variables {
    return new Variables(this.values, this.clearings, this.clearedAt);
  }

  /** What is known after one of several forks has run: what they agree on. */
  join(forks: readonly Variables[], site: TextRange): void {
    const live = forks.filter(({ ended }) => !ended);
    if (live.length === 0) {
      this.ended = true;
      return;
    }
    if (live.some((fork) => fork.clearings !== this.clearings)) {
      this.clear(site);
      return;
    }
    for (const name of new Set(live.flatMap((fork) => [...fork.changed]))) {
      this.set(
        name,
        inCommon(
          live.map((fork) => fork.get(name)),
          site,
        ),
      );
    }
  }

  /** The variables that are set, in the order in which the script names them. */
  *entries(): Iterable<readonly [string, Variable]> {
    for (const [name, value] of this.values.entries()) {
      if (value !== 'unset') yield [name, value];
    }
  }
}

/** What values of one variable have in common: the elements that all of them begin with. */
function inCommon(values: readonly (Variable | undefined)[], site: TextRange): Variable | undefined {
  const [first] = values;
  if (values.every((value) => value === first)) return first;
  if (!first || !values.every((value) => value?.isArray)) return unknownVariable(site);
  let length = 0;
  while (
    values.every(
      (value) => value && length < value.elements.length && value.elements[length] === first.elements[length],
    )
  )
    length++;
  return { elements: first.elements.slice(0, length), isArray: true, more: true, exported: first.exported, site };
}

/** The text of a scalar variable, if all of it is known. */
export function knownText(variable: Variable | undefined): string | undefined {
  const text = variable?.elements[0]?.text;
  return text?.includes(unknownCharacter) ? undefined : text;
}
