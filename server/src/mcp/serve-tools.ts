import type { Readable, Writable } from 'node:stream';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import type { AgentTool, ToolResult } from '../agent-tools/tool';

/** What is served, and over which streams. */
export interface ServedTools {
  readonly version: string;
  readonly tools: readonly Omit<AgentTool, 'run'>[];
  /** Rejects only with the signal's reason. */
  readonly run: (name: string, sent: unknown, signal: AbortSignal) => Promise<ToolResult>;
  readonly input: Readable;
  /** Carries the protocol and nothing else. */
  readonly output: Writable;
  readonly log: (line: string) => void;
}

export type ServeTools = typeof serveTools;

/** Serves read-only tools by the Model Context Protocol until the client ends the input or takes no more output. */
export async function serveTools({ version, tools, run, input, output, log }: ServedTools): Promise<void> {
  const server = new Server({ name: 'afd-lens', title: 'AFD Lens', version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(describe) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) =>
    toCallResult(await run(params.name, params.arguments, signal)),
  );
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
  });
  // Messages about malformed input hold all of a schema.
  server.onerror = ({ message }) => log(message.replaceAll(/\s+/g, ' ').slice(0, 200));
  // The transport of the SDK does not notice that its client is gone; closing the server ends the calls under way.
  const end = (): void => void server.close();
  input.once('end', end).once('close', end);
  output.once('error', end);
  await server.connect(new StdioServerTransport(input, output));
  await closed;
}

function describe({ name, title, description, inputSchema }: Omit<AgentTool, 'run'>): Tool {
  const { properties, required, ...schema } = inputSchema;
  return {
    name,
    title,
    description,
    inputSchema: { ...schema, properties: { ...properties }, ...(required ? { required: [...required] } : {}) },
    annotations: { readOnlyHint: true, openWorldHint: false },
  };
}

function toCallResult({ text, structured, isError }: ToolResult): CallToolResult {
  return {
    content: [{ type: 'text', text }],
    ...(structured === undefined ? {} : { structuredContent: structured }),
    isError,
  };
}
