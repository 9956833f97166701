import type { Function as FunctionNode, Statement } from 'unbash';

type Node = Statement['command'] | FunctionNode['body'];

/** The functions of a script, and how often each is defined and called. */
export interface FunctionUses {
  /** Functions that are defined once and called once. */
  readonly calledOnce: ReadonlySet<string>;
  /** The nodes that define a function, by its name. */
  readonly definitions: ReadonlyMap<string, readonly FunctionNode[]>;
}

/** Counts definitions and calls of functions. */
export function functionUses(statements: readonly Statement[]): FunctionUses {
  const definitions = new Map<string, FunctionNode[]>();
  const calls = new Map<string, number>();
  const open: Node[] = statements.map(({ command }) => command);
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'Function')
      definitions.set(node.name.text, [...(definitions.get(node.name.text) ?? []).slice(0, 1), node]);
    if (node.type === 'Command' && node.name) calls.set(node.name.text, (calls.get(node.name.text) ?? 0) + 1);
    for (const child of childrenOf(node)) open.push(child);
  }
  const calledOnce = [...definitions].filter(([name, nodes]) => nodes.length === 1 && calls.get(name) === 1);
  return { definitions, calledOnce: new Set(calledOnce.map(([name]) => name)) };
}

function childrenOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'AndOr':
    case 'Pipeline':
      return node.commands;
    case 'CompoundList':
      return node.commands.map(({ command }) => command);
    case 'BraceGroup':
    case 'Subshell':
    case 'For':
    case 'ArithmeticFor':
    case 'Select':
    case 'Function':
    case 'Coproc':
      return [node.body];
    case 'While':
      return [node.clause, node.body];
    case 'If':
      return [
        node.clause,
        node.then,
        ...node.elif.flatMap((elif) => [elif.clause, elif.then]),
        ...(node.else ? [node.else] : []),
      ];
    case 'Case':
      return node.items.map(({ body }) => body);
    case 'Redirected':
      return [node.command];
    default:
      return [];
  }
}
