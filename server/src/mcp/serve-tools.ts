import type { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
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

/**
 * Serves read-only tools by the Model Context Protocol until the client ends the input, once its calls are answered, or
 * takes no more output.
 */
export async function serveTools({ version, tools, run, input, output, log }: ServedTools): Promise<void> {
  const server = new Server({ name: 'afd-lens', title: 'AFD Lens', version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(describe) }));
  const underWay = new Set<Promise<CallToolResult>>();
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }) => {
    const call = run(params.name, params.arguments, signal).then(toCallResult);
    underWay.add(call);
    return call.finally(() => underWay.delete(call));
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
  });
  // Messages about malformed input hold all of a schema.
  server.onerror = ({ message }) => log(message.replaceAll(/\s+/g, ' ').slice(0, 200));
  // The transport of the SDK does not notice that its client is gone. What was asked before the input ended is answered;
  // closing the server ends the calls under way.
  const finish = async (): Promise<void> => {
    do {
      await setImmediate();
      await Promise.allSettled(underWay);
    } while (underWay.size > 0);
    await setImmediate();
    await server.close();
  };
  input.once('end', () => void finish()).once('close', () => void finish());
  output.once('error', () => void server.close());
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
