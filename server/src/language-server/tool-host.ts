import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { URI } from 'vscode-uri';
import { checkOpenable, localPath, readingOf } from '../agent-tools/local-file';
import type { AnalysedManifest, ToolHost } from '../agent-tools/tool';
import { analyzeSettled } from '../analysis/analyze-settled';
import { namedShare, type OurShare } from '../analysis/our-share';
import { realPathOf } from '../analysis/reach/real-path';
import { readManifest } from '../analysis/read-manifest';
import { confinedBase, type ReferenceBase } from '../analysis/reference-path';
import { fileKindOf } from '../configuration/configuration';
import type { Session } from './session';

/**
 * The tools' view of an editor: the text of open manifests with what is not saved, other files from the disk, all under
 * the settings that hold there. Relative paths start at `folders`, the first in which there is such a file.
 */
export function toolHost(session: Session, folders: readonly string[]): ToolHost {
  return {
    async analyzeFile(path, signal) {
      const bySelf = await openManifest(session, path, path, signal);
      if (bySelf) return bySelf;
      const files = candidates(folders, path);
      for (const file of files) {
        const open = await openManifest(session, URI.file(file).toString(), path, signal);
        if (open) return open;
      }
      const file = files.find((candidate) => existsSync(candidate)) ?? files[0]!;
      await checkOpenable(file, path);
      const text = await readingOf(file, path, readManifest(file));
      const share = namedShare(await realPathOf(file), text);
      const base: ReferenceBase = { kind: 'folder', path: dirname(file) };
      return analyse(session, { file: path, text, base, uri: URI.file(file).toString(), share }, signal);
    },
    async analyzeText(text, baseFolder, signal) {
      const base: ReferenceBase =
        baseFolder === undefined
          ? { kind: 'none', why: 'no `baseFolder` was given' }
          : { kind: 'folder', path: localPath(folders[0], baseFolder) };
      return analyse(session, { file: '<text>', text, base, uri: undefined, share: 'all' }, signal);
    },
    rulePage: (code) => readFile(join(session.options.packageRoot, 'docs', 'rules', `${code}.md`), 'utf8'),
  };
}

/** Absolute paths that an agent's path may mean. */
function candidates(folders: readonly string[], path: string): readonly string[] {
  if (folders.length === 0 || isAbsolute(path)) return [localPath(undefined, path)];
  return folders.map((folder) => localPath(folder, path));
}

async function openManifest(
  session: Session,
  uri: string,
  file: string,
  signal: AbortSignal,
): Promise<AnalysedManifest | undefined> {
  const manifest = await session.wholeManifest(uri, signal);
  if (!manifest) return undefined;
  const { document, analysis, inputs, settings } = manifest;
  return { file, text: document.getText(), analysis, inputs, settings };
}

interface TextFromElsewhere {
  readonly file: string;
  readonly text: string;
  readonly base: ReferenceBase;
  /** Whose settings hold; undefined for those of the window. */
  readonly uri: string | undefined;
  readonly share: OurShare;
}

async function analyse(
  session: Session,
  { file, text, base, uri, share }: TextFromElsewhere,
  signal: AbortSignal,
): Promise<AnalysedManifest> {
  const folder = base.kind === 'folder' ? base.path : undefined;
  const { file: settings } = await session.settingsFor(uri, folder);
  // A store of its own: what no open manifest refers to is of no interest to the editor.
  const store = session.separateStore();
  const analysis = await analyzeSettled(
    {
      text,
      path: uri === undefined ? undefined : file,
      base,
      settings,
      fileKind: fileKindOf(uri),
      share,
    },
    store,
    session.log,
    signal,
  );
  return { file, text, analysis, inputs: store.inputsFor(confinedBase(base, settings)), settings };
}
