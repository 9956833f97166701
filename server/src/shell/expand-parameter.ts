import type { ParameterDefaultOperation, ParameterExpansionPart, SimpleExpansionPart, Word } from 'unbash';
import { joinTexts, type MappedText, unknownCharacter, writtenAs } from '../text/mapped-text';
import { addExpanded, type Expansion, rangeOf } from './expansion';
import { Fields } from './fields';
import { fileRange } from './script-source';
import { isUnknown, positional, unknownVariable, type Variable } from './variables';

/** The parser reads the operands of nested expansions anew on each level; defaults are short. */
const maxLength = 20_000;

export type ParameterPart = SimpleExpansionPart | ParameterExpansionPart;

/** `$NAME` or `${NAME…}`, taken apart. */
interface Parameter {
  readonly part: ParameterPart;
  readonly name: string;
  /** `@` or `*` for all elements, a number for one of them; undefined where only a run knows. */
  readonly element: '@' | '*' | number | undefined;
  /** Undefined for an operation that we do not compute, as `${NAME#prefix}`. */
  readonly operation: ParameterDefaultOperation | 'none' | undefined;
}

/** A known text, a value of which only a run knows, or none. */
type Value = MappedText | 'unknown' | 'unset';

/** Expands a parameter where it stands. */
export function expandParameter(part: ParameterPart, expansion: Expansion): void {
  const parameter = readParameter(part);
  if (!parameter || parameter.operation === undefined || parameter.element === undefined) {
    addUnknown(part, part.text, expansion);
  } else if (parameter.element === '@' || parameter.element === '*') {
    expandElements(parameter, parameter.element, parameter.operation, expansion);
  } else {
    expandScalar(parameter, parameter.element, parameter.operation, expansion);
  }
}

function readParameter(part: ParameterPart): Parameter | undefined {
  if (part.type === 'SimpleExpansion') {
    const name = /^\$(\w+|[@*])$/.exec(part.text)?.[1];
    return name === undefined ? undefined : { part, ...ofName(name), operation: 'none' };
  }
  const { parameter, prefix, index, operation } = part;
  if (part.text.length > maxLength || prefix !== undefined || !/^(?:\w+|[@*])$/.test(parameter)) return undefined;
  const element = index && (/^[@*]$/.test(index.text) ? (index.text as '@' | '*') : numberOf(index.text));
  const known = operation === undefined ? 'none' : operation.type === 'Default' ? operation : undefined;
  return { part, ...(index ? { name: parameter, element } : ofName(parameter)), operation: known };
}

/** Positional parameters are the elements of one array. */
function ofName(name: string): Pick<Parameter, 'name' | 'element'> {
  if (name === '@' || name === '*') return { name: positional, element: name };
  if (!/^\d/.test(name)) return { name, element: 0 };
  // `$0` is the script, which nobody tells us.
  return { name: positional, element: name === '0' ? undefined : (numberOf(name) ?? 0) - 1 };
}

function numberOf(text: string): number | undefined {
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function expandScalar(
  { part, name, ...parameter }: Parameter,
  element: number,
  operation: ParameterDefaultOperation | 'none',
  expansion: Expansion,
): void {
  const { reading, variables } = expansion;
  const variable = reading.variable(name, variables, part.pos);
  const value = elementOf(variable, element);
  if (operation === 'none') {
    // Behind the end of an array there is nothing; a variable that is assigned nowhere may come from outside.
    if (variable && value === 'unset') return;
    if (typeof value === 'string') addUnknown(part, nameOf(part), expansion);
    else addText(value, part, expansion);
    return;
  }
  const { operator, operand } = operation;
  const state = stateOf(value, operator.startsWith(':'));
  const usesOperand = operator.endsWith('+') ? state === 'set' : state === 'unset';
  if (state === 'unknown' || operator.endsWith('?')) {
    if (typeof value === 'string' || state !== 'set') addUnknown(part, nameOf(part), expansion);
    else addText(value, part, expansion);
  } else if (!usesOperand) {
    if (!operator.endsWith('+') && typeof value !== 'string') addText(value, part, expansion);
  } else if (expansion.quoting !== 'none' && operand.text.includes('@')) {
    // All elements in a quoted default make several words of it, in ways of their own.
    addUnknown(part, part.text, expansion);
  } else if (operator.endsWith('=')) {
    assignDefault(name, parameter.element === 0 ? operand : undefined, part, expansion);
  } else {
    expansion.expandParts(operand, { ...expansion, isOperand: true, depth: expansion.depth + 1 });
  }
}

/** `${NAME:=default}`: the variable has the value from here on. */
function assignDefault(name: string, operand: Word | undefined, part: ParameterPart, expansion: Expansion): void {
  if (!operand) {
    addUnknown(part, part.text, expansion);
    return;
  }
  const fields = new Fields(false);
  expansion.expandParts(operand, { ...expansion, fields, isOperand: false, depth: expansion.depth + 1 });
  const text = joinTexts(fields.words());
  const site = rangeOf(part);
  expansion.variables.set(name, { elements: [text], isArray: false, more: false, exported: false, site });
  addText(text, part, expansion);
}

function expandElements(
  { part, name }: Parameter,
  element: '@' | '*',
  operation: ParameterDefaultOperation | 'none',
  expansion: Expansion,
): void {
  const { reading, variables, fields, quoting } = expansion;
  const value = reading.variable(name, variables, part.pos);
  if (operation !== 'none') {
    // The idiom `${ARGS[@]+"${ARGS[@]}"}` keeps old shells from taking an empty array for an unset variable.
    const known = value && !value.more;
    if (!operation.operator.endsWith('+') || (value && !known)) addUnknown(part, part.text, expansion);
    else if (value && value.elements.length > 0) {
      expansion.expandParts(operation.operand, { ...expansion, isOperand: true, depth: expansion.depth + 1 });
    }
    return;
  }
  const joins = element === '*' && quoting !== 'none';
  const hasSeparator = (variables.get('IFS')?.elements.length ?? 0) > 0;
  if (!value || isUnknown(value) || (joins && hasSeparator) || !reading.hasRoomFor(value.elements)) {
    addUnknown(part, part.text, expansion);
    return;
  }
  const space = writtenAs(' ', fileRange(reading.source, rangeOf(part)));
  for (const [index, text] of value.elements.entries()) {
    if (index > 0 && joins) fields.add(space);
    else if (index > 0) fields.separate(space);
    if (quoting !== 'none' && !joins) fields.begin();
    addExpanded(text, expansion);
  }
  if (!value.more) return;
  // What follows may be nothing, and then no space stands before it.
  if (fields.splits && !joins) fields.separate(space);
  addUnknown(part, part.text, expansion);
}

function elementOf(variable: Variable | undefined, element: number): Value {
  if (!variable) return 'unset';
  // Behind an element that may be several, nobody knows which one is the next.
  const before = variable.elements.slice(0, Math.min(element, variable.elements.length));
  if (before.some(({ text }) => text.includes(unknownCharacter))) return 'unknown';
  return variable.elements[element] ?? (variable.more ? 'unknown' : 'unset');
}

function stateOf(value: Value, emptyIsUnset: boolean): 'set' | 'unset' | 'unknown' {
  if (typeof value === 'string') return value;
  if (!emptyIsUnset) return 'set';
  if (value.text === '') return 'unset';
  return value.pieces.some(({ unknown, length }) => unknown === undefined && length > 0) ? 'set' : 'unknown';
}

function addText(text: MappedText, part: ParameterPart, expansion: Expansion): void {
  if (expansion.reading.hasRoomFor([text])) addExpanded(text, expansion);
  else addUnknown(part, part.text, expansion);
}

function addUnknown(part: ParameterPart, name: string, { reading, variables, fields }: Expansion): void {
  // Within it there may be defaults that are assigned.
  for (const [, assigned] of part.text.slice(0, maxLength).matchAll(/\$\{([A-Za-z_]\w*):?=/g)) {
    variables.set(assigned!, unknownVariable(rangeOf(part)));
  }
  fields.add(reading.unknownNamed(name, rangeOf(part)));
}

function nameOf(part: ParameterPart): string {
  return part.type === 'SimpleExpansion' ? part.text : `$${part.parameter}`;
}
