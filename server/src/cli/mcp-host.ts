import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkReadable, localPath, readingOf } from '../agent-tools/local-file';
import type { ToolHost } from '../agent-tools/tool';
import { analyzeSettled } from '../analysis/analyze-settled';
import { InputStore } from '../analysis/input-store';
import type { ReferenceBase } from '../analysis/reference-path';
import { TraceLoader } from '../workload/trace-loader';
import { analyzeFile, baseOf, settings } from './analyze-file';
import type { Output } from './command-context';

/** Where the tools look, and what they say to people. */
export interface McpHostOptions {
  /** Folder of the installed package, for its rule pages. */
  readonly packageRoot: string;
  /** Where relative paths start. */
  readonly folder: string;
  readonly error: Output['error'];
}

/** The tools' view of the disk: files as they are when a tool is called, under the settings of the command line. */
export function mcpHost({ packageRoot, folder, error }: McpHostOptions): ToolHost & { readonly dispose: () => void } {
  // Keeps the sums of traces that did not change from one call to the next.
  const loader = new TraceLoader({ workerPath: undefined });
  return {
    async analyzeFile(path, signal) {
      const file = localPath(folder, path);
      await checkReadable(file, path);
      const store = new InputStore({ loader });
      const analysed = await readingOf(file, path, analyzeFile(file, store, error, signal));
      return { ...analysed, file: path, inputs: store.inputsFor(baseOf(file)), thresholds: settings.thresholds };
    },
    async analyzeText(text, baseFolder, signal) {
      const base: ReferenceBase =
        baseFolder === undefined
          ? { kind: 'none', why: 'no `baseFolder` was given' }
          : { kind: 'folder', path: localPath(folder, baseFolder) };
      const store = new InputStore({ loader });
      const log = (message: string, cause: unknown): void => error(`internal: ${message}: ${cause}`);
      const analysis = await analyzeSettled({ text, base, settings }, store, log, signal);
      return { file: '<text>', text, analysis, inputs: store.inputsFor(base), thresholds: settings.thresholds };
    },
    rulePage: (code) => readFile(join(packageRoot, 'docs', 'rules', `${code}.md`), 'utf8'),
    dispose: () => loader.dispose(),
  };
}
