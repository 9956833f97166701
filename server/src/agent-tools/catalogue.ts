import { quote } from '../text/format';
import { analyzeRatio } from './analyze-ratio';
import { explainRule } from './explain-rule';
import { sweepRatio } from './sweep-ratio';
import { type AgentTool, type ToolHost, ToolRefusal, type ToolResult } from './tool';
import { limitText } from './tool-text';

/** Every tool. All of them only read. */
export const agentTools: readonly AgentTool[] = [analyzeRatio, explainRule, sweepRatio];

/**
 * Runs the tool of that name. What a tool refuses, or fails with, is a result with `isError`; a failure is logged too.
 * Rejects only with the signal's reason.
 */
export async function runTool(
  name: string,
  sent: unknown,
  host: ToolHost,
  signal: AbortSignal,
  log: (message: string, error: unknown) => void,
): Promise<ToolResult> {
  const failed = (text: string): ToolResult => ({ text: limitText(text, 'the message is long'), isError: true });
  const tool = agentTools.find((candidate) => candidate.name === name);
  if (!tool)
    return failed(`There is no tool ${quote(name)}; there are ${agentTools.map((each) => each.name).join(', ')}.`);
  try {
    return await tool.run(sent, host, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ToolRefusal) return failed(error.message);
    log(`${name} failed`, error);
    return failed(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
