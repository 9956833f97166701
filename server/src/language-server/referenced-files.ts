import { basename, dirname } from 'node:path';
import {
  type ClientCapabilities,
  type Connection,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type Disposable,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';

/**
 * Languages in which editors open traces and profiles. Named one by one, since manifests are followed already and a
 * document in two selectors would be sent twice.
 */
const referencedLanguages = ['yaml', 'json', 'jsonc', 'jsonl', 'csv', 'tsv', 'plaintext'];

/**
 * Asks the client to report changes of the referenced files, on disk and in its editors, by the protocol's own dynamic
 * registrations. Clients without them still see changes when a manifest is opened or saved.
 */
export class ReferencedFiles {
  private wanted = '';
  private registrations: readonly Disposable[] = [];
  private settled = Promise.resolve();
  private readonly watches: boolean;
  private readonly relativePatterns: boolean;
  private readonly syncs: boolean;

  constructor(
    private readonly connection: Connection,
    { workspace, textDocument }: ClientCapabilities,
    /** Called with each path that is watched from now on: it may have changed before the watching began. */
    private readonly onWatched: (path: string) => void,
  ) {
    this.watches = workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    this.relativePatterns = workspace?.didChangeWatchedFiles?.relativePatternSupport ?? false;
    this.syncs = textDocument?.synchronization?.dynamicRegistration ?? false;
  }

  /** Watches exactly these absolute paths from now on. */
  watch(paths: ReadonlySet<string>): void {
    const sorted = [...paths].sort();
    if (sorted.join('\n') === this.wanted) return;
    this.wanted = sorted.join('\n');
    // One after the other: while two registrations hold the same document, the client would send its changes twice.
    this.settled = this.settled
      .then(() => this.replace(sorted))
      .catch((error) => {
        this.connection.console.warn(`cannot watch referenced files: ${error}`);
      });
  }

  private async replace(paths: readonly string[]): Promise<void> {
    for (const registration of this.registrations) registration.dispose();
    this.registrations = [];
    if (paths.length === 0) return;
    this.registrations = [
      ...(this.watches ? [await this.watchOnDisk(paths)] : []),
      ...(this.syncs ? await this.followBuffers(paths) : []),
    ];
    for (const path of paths) this.onWatched(path);
  }

  private watchOnDisk(paths: readonly string[]): Promise<Disposable> {
    const watchers = paths.map((path) => ({
      globPattern: this.relativePatterns
        ? { baseUri: URI.file(dirname(path)).toString(), pattern: escapeGlob(basename(path)) }
        : toGlob(path),
    }));
    return this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  private async followBuffers(paths: readonly string[]): Promise<readonly Disposable[]> {
    const { client } = this.connection;
    const documentSelector = paths.flatMap((path) =>
      referencedLanguages.map((language) => ({ language, scheme: 'file', pattern: toGlob(path) })),
    );
    const syncKind = TextDocumentSyncKind.Incremental;
    return [
      await client.register(DidCloseTextDocumentNotification.type, { documentSelector }),
      await client.register(DidChangeTextDocumentNotification.type, { documentSelector, syncKind }),
      await client.register(DidOpenTextDocumentNotification.type, { documentSelector }),
    ];
  }
}

function toGlob(path: string): string {
  return escapeGlob(path.replaceAll('\\', '/'));
}

function escapeGlob(path: string): string {
  return path.replaceAll(/[*?[\]{}]/g, (character) => `[${character}]`);
}
