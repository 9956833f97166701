import { createRequire } from 'node:module';
import { join } from 'node:path';
import { agentTools, runTool } from '../../agent-tools/catalogue';
import type { ServeTools } from '../../mcp/serve-tools';
import type { Output } from '../command-context';
import { mcpHost } from './mcp-host';

/** Set at build time from package.json. */
declare const packageVersion: string;

/** The bundle of the protocol lies beside the command line's own, so that no other command loads it. */
const protocolPath = join(__dirname, 'mcp.js');

/** Serves the tools until its client leaves; returns the exit status. */
export async function runMcp(_asked: undefined, { error }: Output): Promise<number> {
  const { serveTools }: { serveTools: ServeTools } = createRequire(__filename)(protocolPath);
  const host = mcpHost({ packageRoot: join(__dirname, '..'), folder: process.cwd(), error });
  const failed = (message: string, cause: unknown): void =>
    error(`internal: ${message}: ${cause instanceof Error ? cause.stack : cause}`);
  if (process.stdin.isTTY) error('waiting for a client of the Model Context Protocol on standard input; Ctrl+C ends');
  await serveTools({
    version: packageVersion,
    tools: agentTools,
    run: (name, sent, signal) => runTool(name, sent, host, signal, failed),
    input: process.stdin,
    output: process.stdout,
    log: error,
  });
  host.dispose();
  return 0;
}
