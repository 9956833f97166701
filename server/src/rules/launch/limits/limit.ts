import type { Fact } from '../../../manifest/fact';
import type { TextRange } from '../../../text/text-range';
import { type Finding, finding, type RelatedPlace, type Rule, type Severity, type Subject } from '../../rule';
import { type ValueChange, valueFix } from '../launch-fix';

/** A bound of an engine that a launch breaks, in one sentence. */
export interface Limit {
  readonly range: TextRange;
  readonly message: string;
  /** Undefined for the rule's own. */
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  /** The one value that is right, over the one that is written. */
  readonly change?: ValueChange;
}

/** A limit that the value of a fact breaks; `right` is the only value that does not, where there is one. */
export function limitAt(fact: Fact<unknown>, message: string, right?: string | number): Limit {
  return { range: fact.site, message, ...(right === undefined ? {} : { change: { fact, value: right } }) };
}

/** The findings of a rule about limits that launches break. */
export function limitFindings(rule: Rule, limits: readonly Limit[], subject: Subject): readonly Finding[] {
  return limits.map(({ range, message, severity = rule.severity, related = [], change }) =>
    finding(rule, range, message, {
      severity,
      related,
      fixes: () => (change ? valueFix(subject, `Change to ${change.value}`, [change], true) : []),
    }),
  );
}
