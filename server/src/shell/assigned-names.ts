import { positional } from './variables';

const identifier = /[A-Za-z_]\w*/g;
/** `NAME=`, `NAME+=`, `NAME[0]=`, `${NAME:=…}`. */
const assignment = /(?<![\w$-])([A-Za-z_]\w*)(?:\[[^\]\n]{0,80}\])?(\+?=)|\$\{([A-Za-z_]\w*):?=/g;
/** Commands that assign to variables whose names are their arguments. */
const assigningCommand =
  /(?<![\w$-])(?:read|mapfile|readarray|unset|getopts|let|printf\s+-v|local|declare|typeset|export|readonly)\s([^;&|\n]{0,400})/g;
const loopVariable = /(?<![\w$-])(?:for|select)\s+([A-Za-z_]\w*)/g;
const arithmetic = /\(\(([^\n]{0,200}?)\)\)/g;
/** Commands that change the positional parameters. */
const shiftingCommand = /(?<![\w$-])(?:set|shift)\b/;

/** How a part of a script assigns a variable: only by `+=`, which keeps what was there, or otherwise. */
export type AssignmentKind = 'appended' | 'assigned';

/**
 * Every variable that a part of a script may assign, by name. It looks at the text alone and rather finds too many, since
 * what it finds counts as unknown.
 */
export function assignedNames(text: string): ReadonlyMap<string, AssignmentKind> {
  const names = new Map<string, AssignmentKind>();
  for (const [, name, operator, defaulted] of text.matchAll(assignment)) {
    if (defaulted !== undefined) names.set(defaulted, 'assigned');
    else if (operator === '=') names.set(name!, 'assigned');
    else if (!names.has(name!)) names.set(name!, 'appended');
  }
  for (const [, words] of text.matchAll(assigningCommand)) {
    for (const [name] of words!.matchAll(identifier)) if (!names.has(name)) names.set(name, 'assigned');
  }
  for (const [, name] of text.matchAll(loopVariable)) names.set(name!, 'assigned');
  for (const [, expression] of text.matchAll(arithmetic)) {
    for (const name of assignedInArithmetic(expression!)) names.set(name, 'assigned');
  }
  if (shiftingCommand.test(text)) names.set(positional, 'assigned');
  return names;
}

/** The variables in an arithmetic expression that assigns; none in one that does not. */
export function assignedInArithmetic(expression: string): readonly string[] {
  if (!/\+\+|--|(?<![=!<>])=(?!=)|<<=|>>=/.test(expression)) return [];
  return [...new Set(expression.match(identifier))];
}
