import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { runTool } from '../../agent-tools/catalogue';
import type { ToolResult } from '../../agent-tools/tool';
import type { Session } from '../session';
import { toolHost } from '../tool-host';

/** The tool's result. Rejects when cancelled. */
export async function callTool(
  session: Session,
  [name, sent, folders]: readonly [string, ...unknown[]],
  token: CancellationToken,
): Promise<ToolResult> {
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
