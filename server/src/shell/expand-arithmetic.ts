import type { ArithmeticExpansionPart } from 'unbash';
import { type MappedText, writtenAs } from '../text/mapped-text';
import { evaluateArithmetic } from './arithmetic';
import { assignedInArithmetic } from './assigned-names';
import { type Expansion, rangeOf } from './expansion';
import { fileRange } from './script-source';
import { knownText, unknownVariable } from './variables';

/** The parser reads nested arithmetic anew on each level; sums in launches are short. */
const maxLength = 400;

/** The result of `$((…))`, or that it is known only at run time. */
export function expandArithmetic(part: ArithmeticExpansionPart, { reading, variables }: Expansion): MappedText {
  const range = rangeOf(part);
  const expression = part.text.length <= maxLength ? part.expression : undefined;
  const result =
    expression && evaluateArithmetic(expression, (name) => knownText(reading.variable(name, variables, part.pos)));
  if (result !== undefined) return writtenAs(String(result), fileRange(reading.source, range));
  for (const name of assignedInArithmetic(part.text)) variables.set(name, unknownVariable(range));
  return reading.unknown(range);
}
