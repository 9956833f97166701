import type * as vscode from 'vscode';
import type { ToolAnswer } from '../../server/src/protocol/protocol';

/** What of VS Code's API the tools need. Editors built on VS Code offer it in part or not at all, as VS Code before 1.95. */
interface ToolApi {
  readonly registerTool: (name: string, tool: vscode.LanguageModelTool<object>) => vscode.Disposable;
  readonly toResult: (text: string) => vscode.LanguageModelToolResult;
}

export type CallTool = (name: string, input: object, token: vscode.CancellationToken) => Promise<ToolAnswer>;

/**
 * Registers the tools of these names with the editor's chat. Where the editor has no such API, or refuses a tool, the log
 * says so and nothing else happens: nothing depends on them.
 */
export function registerLanguageModelTools(
  editor: unknown,
  names: readonly string[],
  call: CallTool,
  log: (line: string) => void,
): vscode.Disposable[] {
  const api = toolApiOf(editor);
  if (!api) {
    log('This editor takes no language model tools.');
    return [];
  }
  return names.flatMap((name) => {
    try {
      return [api.registerTool(name, toolOf(name, call, api))];
    } catch (error) {
      log(`This editor refused the language model tool ${name}: ${error instanceof Error ? error.message : error}`);
      return [];
    }
  });
}

function toolOf(name: string, call: CallTool, { toResult }: ToolApi): vscode.LanguageModelTool<object> {
  return {
    async invoke({ input }, token) {
      const { text, isError } = await call(name, input, token);
      if (isError) throw new Error(text);
      return toResult(text);
    },
  };
}

/** The editor's API for tools; undefined unless all of it is there. Editors may throw where an API is only proposed. */
function toolApiOf(editor: unknown): ToolApi | undefined {
  try {
    const { lm, LanguageModelToolResult, LanguageModelTextPart } = editor as Partial<typeof vscode>;
    const there = [lm?.registerTool, LanguageModelToolResult, LanguageModelTextPart];
    if (!lm || !LanguageModelToolResult || !LanguageModelTextPart || !there.every(isFunction)) return undefined;
    return {
      registerTool: (name, tool) => lm.registerTool(name, tool),
      toResult: (text) => new LanguageModelToolResult([new LanguageModelTextPart(text)]),
    };
  } catch {
    return undefined;
  }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
