import {
  type Connection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type Disposable,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { ClientAbilities } from './client-abilities';

/** Languages in which editors open traces and profiles. Named one by one, since a document in two selectors would be sent twice. */
const referencedLanguages = ['yaml', 'json', 'jsonc', 'jsonl', 'csv', 'tsv', 'plaintext'];

/** Asks the client, by the protocol's dynamic registrations, for the unsaved text of referenced files open in its editors. */
export class ReferencedBuffers {
  private wanted = '';
  private registrations: readonly Disposable[] = [];
  private settled = Promise.resolve();
  private readonly supported: boolean;
  /** Those that the client does not send anyway. */
  private readonly languages: readonly string[];

  constructor(
    private readonly connection: Connection,
    { capabilities, languages }: Pick<ClientAbilities, 'capabilities' | 'languages'>,
  ) {
    this.supported = capabilities.textDocument?.synchronization?.dynamicRegistration ?? false;
    this.languages = referencedLanguages.filter((language) => !languages.includes(language));
  }

  /** Follows exactly these absolute paths from now on. */
  follow(paths: ReadonlySet<string>): void {
    const sorted = [...paths].sort();
    if (!this.supported || sorted.join('\n') === this.wanted) return;
    this.wanted = sorted.join('\n');
    // One after the other: while two registrations hold the same document, the client would send its changes twice.
    this.settled = this.settled
      .then(() => this.replace(sorted))
      .catch((error) => this.connection.console.warn(`cannot follow referenced files in the editor: ${error}`));
  }

  private async replace(paths: readonly string[]): Promise<void> {
    for (const registration of this.registrations) registration.dispose();
    this.registrations = [];
    if (paths.length === 0) return;
    const { client } = this.connection;
    const documentSelector = paths.flatMap((path) =>
      this.languages.map((language) => ({ language, scheme: 'file', pattern: toGlob(path) })),
    );
    const syncKind = TextDocumentSyncKind.Incremental;
    this.registrations = [
      await client.register(DidCloseTextDocumentNotification.type, { documentSelector }),
      await client.register(DidChangeTextDocumentNotification.type, { documentSelector, syncKind }),
      await client.register(DidOpenTextDocumentNotification.type, { documentSelector }),
    ];
  }
}

function toGlob(path: string): string {
  return path.replaceAll('\\', '/').replaceAll(/[*?[\]{}]/g, (character) => `[${character}]`);
}
