import type { AndOr, Case, Command, Function as FunctionNode, If, Statement } from 'unbash';
import type { MappedText } from '../text/mapped-text';
import type { TextRange } from '../text/text-range';
import { assignedInArithmetic, assignedNames } from './assigned-names';
import { builtinOf, exportsAll, setPositional } from './builtins';
import { assign, declare, declaringCommands } from './declare';
import { expandWord, expandWordWithin } from './expand-word';
import { rangeOf } from './expansion';
import { type FunctionUses, functionUses } from './function-calls';
import type { ScriptReading } from './reading';
import { positional, unknownVariable, type Variable, type Variables } from './variables';

type Node = Statement['command'] | FunctionNode['body'];

/** How much text may be looked through for what loops assign, loops within loops counted on each level. */
const maxScanned = 1_000_000;

/** Calls within one another deeper than this are not followed. */
const maxCalls = 50;

/** Called for each command that the script gives to the system, with what is known there. Returns whether to go on. */
export type OnCommand = (words: readonly MappedText[], variables: Variables, node: Command) => boolean;

/** Goes through the statements of a script in the order in which a shell would, and through every branch. */
export function runScript(
  statements: readonly Statement[],
  reading: ScriptReading,
  variables: Variables,
  onCommand: OnCommand,
): void {
  new ScriptRun(functionUses(statements), reading, onCommand).run(statements, variables);
}

/** A function whose body is gone through where it is called. */
interface AwaitedFunction {
  readonly node: FunctionNode;
  /** What is known where it is defined. */
  readonly variables: Variables;
}

class ScriptRun {
  private readonly functions: FunctionUses;
  private readonly reading: ScriptReading;
  private readonly onCommand: OnCommand;
  private readonly awaited = new Map<string, AwaitedFunction>();
  /** What local variables of the functions under way were before, innermost last. */
  private readonly locals: Map<string, Variable | undefined>[] = [];
  private scanned = 0;
  private goesOn = true;

  constructor(functions: FunctionUses, reading: ScriptReading, onCommand: OnCommand) {
    this.functions = functions;
    this.reading = reading;
    this.onCommand = onCommand;
  }

  run(statements: readonly Statement[], variables: Variables): void {
    this.runStatements(statements, variables);
    // Functions that are called by nothing we have come by, as by `trap`.
    for (const [name, { node, variables: known }] of this.awaited) {
      this.awaited.delete(name);
      this.runBody(node, known);
    }
  }

  private runStatements(statements: readonly Statement[], variables: Variables): void {
    for (const { command, background } of statements) {
      if (!this.goesOn) return;
      this.runNode(command, background ? variables.fork() : variables);
    }
  }

  private runNode(node: Node, variables: Variables): void {
    switch (node.type) {
      case 'Command':
        this.runCommand(node, variables);
        break;
      case 'CompoundList':
        this.runStatements(node.commands, variables);
        break;
      case 'Redirected':
        this.runNode(node.command, variables);
        break;
      case 'BraceGroup':
        this.runNode(node.body, variables);
        break;
      case 'Subshell':
      case 'Coproc':
        this.runNode(node.body, variables.fork());
        break;
      case 'Pipeline':
        // Each command of a pipeline runs in a shell of its own.
        if (node.commands.length === 1) this.runNode(node.commands[0]!, variables);
        else for (const command of node.commands) this.runNode(command, variables.fork());
        break;
      case 'AndOr':
        this.runAndOr(node, variables);
        break;
      case 'If':
        this.runIf(node, variables);
        break;
      case 'Case':
        this.runCase(node, variables);
        break;
      case 'While':
        this.runLoop(node, [node.clause, node.body], variables);
        break;
      case 'For':
      case 'Select':
      case 'ArithmeticFor':
        this.runLoop(node, [node.body], variables);
        break;
      case 'ArithmeticCommand':
        for (const name of assignedInArithmetic(node.body)) variables.set(name, unknownVariable(rangeOf(node)));
        break;
      case 'Function':
        this.defineFunction(node, variables);
        break;
    }
  }

  private runAndOr({ commands, operators, ...node }: AndOr, variables: Variables): void {
    this.runNode(commands[0]!, variables);
    const isChain = operators.every((operator) => operator === '&&');
    const outcomes = [variables.fork()];
    for (const [index, command] of commands.slice(1).entries()) {
      let next: Variables;
      if (isChain || index === 0) {
        // What cannot fail is always followed by the next.
        next = isChain && isAssignment(commands[index]!) ? outcomes.pop()! : outcomes.at(-1)!.fork();
      } else {
        next = variables.fork();
        next.join(outcomes, rangeOf(node));
      }
      this.runNode(command, next);
      outcomes.push(next);
    }
    variables.join(outcomes, rangeOf(node));
  }

  private runIf(node: If, variables: Variables): void {
    const outcomes: Variables[] = [];
    const otherwise = variables.fork();
    for (const { clause, then } of [node, ...node.elif]) {
      this.runNode(clause, otherwise);
      const taken = otherwise.fork();
      this.runNode(then, taken);
      outcomes.push(taken);
    }
    if (node.else) this.runNode(node.else, otherwise);
    variables.join([...outcomes, otherwise], rangeOf(node));
  }

  private runCase(node: Case, variables: Variables): void {
    expandWord(node.word, this.reading, variables);
    const outcomes: Variables[] = [];
    let previous: Variables | undefined;
    for (const { body, terminator } of node.items) {
      const outcome = variables.fork();
      if (previous) outcome.join([outcome, previous], rangeOf(node));
      this.runNode(body, outcome);
      outcomes.push(outcome);
      previous = terminator === ';;' || terminator === undefined ? undefined : outcome;
    }
    const takesAll = node.items.some(({ pattern }) => pattern.some(({ text }) => text === '*'));
    variables.join(takesAll ? outcomes : [...outcomes, variables.fork()], rangeOf(node));
  }

  private runLoop(node: Node, parts: readonly Node[], variables: Variables): void {
    this.forgetAssigned([rangeOf(node)], rangeOf(node), variables);
    const round = variables.fork();
    for (const part of parts) this.runNode(part, round);
    variables.join([variables.fork(), round], rangeOf(node));
  }

  /** What a part of the script may assign at a time that we do not follow is unknown from here on. */
  private forgetAssigned(parts: readonly TextRange[], site: TextRange, variables: Variables): void {
    const texts = this.textsOf(parts);
    if (!texts) {
      variables.clear(site);
      return;
    }
    for (const [name, kind] of texts.flatMap((text) => [...assignedNames(text)])) {
      const before = variables.get(name);
      const keeps = kind === 'appended' && before?.isArray;
      variables.set(name, keeps ? { ...before, more: true, site } : unknownVariable(site));
    }
  }

  /** The text of parts and of all functions that they may call; undefined where that is too much to look through. */
  private textsOf(parts: readonly TextRange[]): readonly string[] | undefined {
    const texts: string[] = [];
    const seen = new Set<string>();
    const open = [...parts];
    for (let next = open.pop(); next; next = open.pop()) {
      this.scanned += next.end - next.start;
      if (this.scanned > maxScanned) return undefined;
      const text = this.reading.source.text.text.slice(next.start, next.end);
      texts.push(text);
      for (const [name] of this.functions.definitions.size === 0 ? [] : text.matchAll(/[\w.:-]+/g)) {
        if (seen.has(name)) continue;
        seen.add(name);
        open.push(...(this.functions.definitions.get(name) ?? []).map(rangeOf));
      }
    }
    return texts;
  }

  private defineFunction(node: FunctionNode, variables: Variables): void {
    const name = node.name.text;
    if (this.functions.calledOnce.has(name)) this.awaited.set(name, { node, variables: variables.fork() });
    else this.runBody(node, variables.fork());
  }

  /** Goes through a function of which nobody knows when and how it is called: maybe after all that stands behind it. */
  private runBody(node: FunctionNode, variables: Variables): void {
    const behind = { start: node.end, end: this.reading.source.text.text.length };
    this.forgetAssigned([behind], rangeOf(node), variables);
    variables.set(positional, unknownVariable(rangeOf(node)));
    this.locals.push(new Map());
    this.runNode(node.body, variables);
    this.locals.pop();
  }

  private callFunction(words: readonly MappedText[], node: Command, variables: Variables): void {
    const name = words[0]!.text;
    const awaited = this.awaited.get(name);
    if (!awaited || this.locals.length >= maxCalls) {
      const definitions = this.functions.definitions.get(name) ?? [];
      this.forgetAssigned(definitions.map(rangeOf), rangeOf(node), variables);
      return;
    }
    this.awaited.delete(name);
    const before = variables.get(positional);
    const locals = new Map<string, Variable | undefined>();
    this.locals.push(locals);
    setPositional(words.slice(1), variables, rangeOf(node));
    this.runNode(awaited.node.body, variables);
    this.locals.pop();
    for (const [local, value] of locals) variables.set(local, value);
    variables.set(positional, before ?? unknownVariable(undefined));
    if (this.mayReturn(awaited.node)) {
      variables.ended = false;
      this.forgetAssigned([rangeOf(awaited.node)], rangeOf(node), variables);
    }
  }

  private mayReturn({ pos, end }: FunctionNode): boolean {
    return /\breturn\b/.test(this.reading.source.text.text.slice(pos, end));
  }

  private runCommand(node: Command, variables: Variables): void {
    const [reading, site] = [this.reading, rangeOf(node)];
    const name = node.name?.text;
    const words = name !== undefined && !declaringCommands.has(name) ? this.wordsOf(node, variables) : [];
    const assignments = node.prefix.filter((part) => part.type === 'Assignment');
    if (name !== undefined && declaringCommands.has(name)) {
      this.declare(node, variables);
      return;
    }
    if (words.length === 0) {
      // Without a program the assignments stay; before one they are its environment.
      for (const part of assignments) assign(part, reading, variables);
      return;
    }
    const before = variables.fork();
    for (const part of assignments) assign(part, reading, variables, true);
    if (this.functions.definitions.has(words[0]!.text)) this.callFunction(words, node, variables);
    else this.goesOn &&= this.onCommand(words, variables.fork(), node);
    for (const part of assignments) variables.set(part.name, before.get(part.name));
    builtinOf(words)?.(words, variables, site);
    if (exportsAll(words)) reading.exportsAll = true;
  }

  private declare(node: Command, variables: Variables): void {
    const locals = this.locals.at(-1);
    const before = variables.fork();
    const names = declare(node, this.reading, variables);
    for (const name of names) if (locals && !locals.has(name)) locals.set(name, before.get(name));
  }

  private wordsOf(node: Command, variables: Variables): readonly MappedText[] {
    return [node.name!, ...node.suffix].flatMap((part) => {
      if (part.type === 'Word') return expandWordWithin(node, part, this.reading, variables);
      return part.type === 'Assignment' ? [this.reading.unknown(rangeOf(part))] : [];
    });
  }
}

/** Whether a command only assigns values that no other command yields, so that it cannot fail. */
function isAssignment(node: AndOr['commands'][number]): boolean {
  if (node.type !== 'Command' || (node.name && node.name.text !== 'export')) return false;
  return [...node.prefix, ...node.suffix].every((part) => part.type === 'Assignment' && !/\$\(|`/.test(part.text));
}
