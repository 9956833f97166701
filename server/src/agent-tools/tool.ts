import type { AnalysedFile } from '../analysis/analysis';
import type { Inputs } from '../evaluation/inputs';
import type { InputSchema } from './tool-input';

/** What an agent gets. A failed call has `isError` and one sentence that says what to do. */
export interface ToolResult {
  /** Plain text of at most 4096 bytes in UTF-8. */
  readonly text: string;
  /** The answer for programs, where there is one. */
  readonly structured?: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
}

/** Why a call has no answer: one sentence that says what to do. */
export class ToolRefusal extends Error {
  override readonly name = 'ToolRefusal';
}

/** A manifest analysed with everything it refers to, under the settings that hold for it. */
export interface AnalysedManifest extends AnalysedFile {
  readonly inputs: Inputs;
}

/** What the tools need of the program they run in. Nothing in it writes, or reaches beyond this machine. */
export interface ToolHost {
  /** The analysis of the file that an agent's path names. Rejects with `ToolRefusal` or the file system's error. */
  readonly analyzeFile: (path: string, signal: AbortSignal) => Promise<AnalysedManifest>;
  /** The analysis of a text whose references start at `baseFolder`. Rejects with `ToolRefusal`. */
  readonly analyzeText: (
    text: string,
    baseFolder: string | undefined,
    signal: AbortSignal,
  ) => Promise<AnalysedManifest>;
  /** The Markdown page of a rule. */
  readonly rulePage: (code: string) => Promise<string>;
}

/** A read-only tool for agents. */
export interface AgentTool {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** For the model: every word of it is part of every prompt. */
  readonly description: string;
  readonly inputSchema: InputSchema;
  /** The answer to what an agent sent. Rejects with `ToolRefusal`, or with the signal's reason. */
  readonly run: (sent: unknown, host: ToolHost, signal: AbortSignal) => Promise<ToolResult>;
}
