import type { Command } from 'unbash';
import { type MappedText, unknownText } from '../text/mapped-text';
import type { TextRange } from '../text/text-range';
import { scriptOf } from './builtins';
import { assignText } from './declare';
import { rangeOf } from './expansion';
import { parseShell } from './parse-shell';
import { PersistentMap } from './persistent-map';
import { programWords } from './program-words';
import { ScriptReading } from './reading';
import { runScript } from './run-script';
import { fileRange, prepareScript } from './script-source';
import { isUnknown, positional, type Variable, Variables } from './variables';

/** A command of a script, as far as it is known without running anything. All sources are places in the file. */
export interface ShellCommand {
  /** The program and its arguments, without quotes and with the values of variables; never empty. */
  readonly words: readonly MappedText[];
  /** What is known of each variable that is set at the command; a value that only a run decides is unknown text. */
  readonly variables: ReadonlyMap<string, MappedText>;
  readonly range: TextRange;
}

export interface ShellScript {
  /** In the order in which a shell comes to them; those of a branch that may not be taken are among them. */
  readonly commands: readonly ShellCommand[];
}

/** No launch has more commands; those behind are not read. */
const maxCommands = 10_000;
/** Scripts in scripts, as in `bash -c`. */
const maxDepth = 4;

/** The commands of a shell script, found without running anything. Never throws. */
export function readScript(script: MappedText, environment: ReadonlyMap<string, MappedText>): ShellScript {
  const commands: ShellCommand[] = [];
  readInto(commands, script, environment, 0);
  return { commands };
}

function readInto(
  commands: ShellCommand[],
  script: MappedText,
  environment: ReadonlyMap<string, MappedText>,
  depth: number,
): void {
  const source = prepareScript(script);
  const tree = parseShell(source.text.text);
  if (!tree) return;
  const reading = new ScriptReading(source);
  const start = new Variables(new PersistentMap());
  for (const [name, text] of environment) assignText(name, text, undefined, start);
  runScript(tree.commands, reading, start, (all, variables, node) => {
    const { words, assignments } = programWords(all);
    const known = variables.fork();
    for (const [name, text] of assignments) assignText(name, text, rangeOf(node), known);
    commands.push(commandOf(words, known, node, reading));
    const inner = depth < maxDepth ? scriptOf(words) : undefined;
    if (inner) readInto(commands, inner, exportedTexts(known, node, reading), depth + 1);
    return commands.length < maxCommands;
  });
}

function commandOf(
  words: readonly MappedText[],
  known: Variables,
  node: Command,
  reading: ScriptReading,
): ShellCommand {
  let texts: ReadonlyMap<string, MappedText> | undefined;
  return {
    words,
    range: fileRange(reading.source, rangeOf(node)),
    // Few commands are asked for their variables.
    get variables() {
      texts ??= new Map(variableTexts(known, node, reading).map(([name, _, text]) => [name, text]));
      return texts;
    },
  };
}

function exportedTexts(known: Variables, node: Command, reading: ScriptReading): ReadonlyMap<string, MappedText> {
  const exported = variableTexts(known, node, reading).filter(([, variable]) => variable.exported);
  return new Map(exported.map(([name, _, text]) => [name, text]));
}

function variableTexts(
  known: Variables,
  node: Command,
  reading: ScriptReading,
): readonly (readonly [name: string, variable: Variable, text: MappedText])[] {
  return [...known.entries()].flatMap(([name]) => {
    const variable = name === positional ? undefined : reading.variable(name, known, node.pos);
    if (!variable) return [];
    const site = fileRange(reading.source, variable.site ?? rangeOf(node));
    const text = isUnknown(variable) ? unknownText(`$${name}`, site) : variable.elements[0];
    return text ? [[name, variable, text] as const] : [];
  });
}
