import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../../server/src/agent-tools/catalogue';
import type { ToolResult } from '../../server/src/agent-tools/tool';
import { addExplain } from '../../server/src/cli/explain/explain-command';
import { mcpHost } from '../../server/src/cli/mcp/mcp-host';
import { runCommand } from '../cli/run-command';

/** Tools over a folder of their own, as `afd-lens mcp` runs them. A tool that fails, rather than refuses, fails the test. */
export class ToolRuns {
  readonly folder = mkdtempSync(join(tmpdir(), 'afd-lens-tools-'));
  private readonly host = mcpHost({
    packageRoot: process.cwd(),
    folder: this.folder,
    error: (line) => {
      throw new Error(line);
    },
  });

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  run(name: string, input: unknown, signal = new AbortController().signal): Promise<ToolResult> {
    return runTool(name, input, this.host, signal, (message, error) => {
      throw new Error(message, { cause: error });
    });
  }

  dispose(): void {
    this.host.dispose();
    rmSync(this.folder, { recursive: true });
  }
}

/** What the command line says about a file, as `explain --format json`. */
export async function explained(path: string) {
  return JSON.parse((await runCommand(addExplain, ['explain', path, '--format', 'json'])).out);
}

/** The result for programs as a client gets it. */
export function structured({ structured: sent }: ToolResult) {
  return JSON.parse(JSON.stringify(sent));
}
