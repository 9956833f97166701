import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { runTool } from '../../agent-tools/catalogue';
import type { ToolResult } from '../../agent-tools/tool';
import type { Session } from '../session';
import { toolHost } from '../tool-host';

/** The server's command behind the tools for agents; arguments: name of the tool, its input, URIs of the workspace folders. */
export const toolCommand = 'afdLens.server.tool';

/** The tool's result; null where no tool is named. Rejects when cancelled. */
export async function callTool(
  session: Session,
  [name, sent, folders]: readonly unknown[],
  token: CancellationToken,
): Promise<ToolResult | null> {
  if (typeof name !== 'string') return null;
  const controller = new AbortController();
  const cancelled = token.onCancellationRequested(() => controller.abort());
  if (token.isCancellationRequested) controller.abort();
  try {
    return await runTool(name, sent, toolHost(session, toPaths(folders)), controller.signal, session.log);
  } catch {
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
  } finally {
    cancelled.dispose();
  }
}

function toPaths(folders: unknown): readonly string[] {
  return (Array.isArray(folders) ? folders : [])
    .filter((folder) => typeof folder === 'string' && folder.startsWith('file:'))
    .map((folder) => URI.parse(folder).fsPath);
}
