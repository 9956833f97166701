import { URI } from 'vscode-uri';
import type { ProjectFiles } from '../analysis/project-files';
import { defaultFileSettings, type FileSettings, fileSettings } from '../configuration/file-settings';
import { type ClientSettings, toSettings } from './settings';

/** Everything that is set for one document, by its client and its project. */
export interface DocumentSettings {
  readonly client: ClientSettings;
  readonly file: FileSettings;
  /** Paths of the configuration and the baseline that count. */
  readonly found: readonly string[];
  /** Paths whose change would change the settings. */
  readonly watched: readonly string[];
}

export const defaultDocumentSettings: DocumentSettings = {
  client: toSettings(undefined),
  file: defaultFileSettings,
  found: [],
  watched: [],
};

/** The settings of a document whose references start at `folder`. */
export function documentSettings(
  uri: string | undefined,
  folder: string | undefined,
  client: ClientSettings,
  project: ProjectFiles | undefined,
): DocumentSettings {
  const { scheme, path } = URI.parse(uri ?? 'untitled:text');
  const file = fileSettings({
    path: folder === undefined || scheme === 'untitled' ? undefined : URI.file(path).fsPath,
    folder,
    configuration: project?.configuration,
    baseline: project?.baseline,
    client: client.layer,
    nowMs: Date.now(),
  });
  const found = [project?.configuration?.path, project?.baseline?.path].filter((path) => path !== undefined);
  return { client, file, found, watched: project?.watched ?? [] };
}
