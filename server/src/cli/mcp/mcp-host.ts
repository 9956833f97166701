import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkOpenable, localPath, readingOf } from '../../agent-tools/local-file';
import type { ToolHost } from '../../agent-tools/tool';
import { analyzeSettled } from '../../analysis/analyze-settled';
import { InputStore } from '../../analysis/input-store';
import { namedShare } from '../../analysis/our-share';
import { ownFolders } from '../../analysis/reach/own-folders';
import { realPathOf } from '../../analysis/reach/real-path';
import { readManifest } from '../../analysis/read-manifest';
import type { ReferenceBase } from '../../analysis/reference-path';
import { defaultFileSettings } from '../../configuration/file-settings';
import { TraceLoader } from '../../workload/trace-loader';
import { baseOf, FileAnalyzer } from '../analyze-file';
import type { Output } from '../command-context';

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
      await checkOpenable(file, path);
      const text = await readingOf(file, path, readManifest(file));
      const share = namedShare(await realPathOf(file), text);
      const analyzer = new FileAnalyzer(error, { loader });
      const analysed = await analyzer.analyzeText(path, file, text, signal, share);
      return { ...analysed, inputs: analyzer.store.inputsFor(baseOf(file, analysed.settings)) };
    },
    async analyzeText(text, baseFolder, signal) {
      if (baseFolder !== undefined) {
        const analyzer = new FileAnalyzer(error, { loader });
        const path = join(localPath(folder, baseFolder), '<text>');
        const analysed = await analyzer.analyzeText('<text>', path, text, signal);
        return { ...analysed, inputs: analyzer.store.inputsFor(baseOf(path, analysed.settings)) };
      }
      const base: ReferenceBase = { kind: 'none', why: 'no `baseFolder` was given' };
      const store = new InputStore({ loader, ownFolders: () => ownFolders([folder]) });
      const log = (message: string, cause: unknown): void => error(`internal: ${message}: ${cause}`);
      const settings = defaultFileSettings;
      const analysis = await analyzeSettled({ text, base, settings }, store, log, signal);
      return { file: '<text>', text, analysis, inputs: store.inputsFor(base), settings };
    },
    rulePage: (code) => readFile(join(packageRoot, 'docs', 'rules', `${code}.md`), 'utf8'),
    dispose: () => loader.dispose(),
  };
}
