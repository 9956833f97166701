import { isDeepStrictEqual } from 'node:util';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { Analysis } from '../analysis/analysis';
import { Analyzer, type FailureLog } from '../analysis/analyze';
import type { InputStore } from '../analysis/input-store';
import { searchScope } from '../analysis/launch-search';
import { ownFolders } from '../analysis/reach/own-folders';
import { confinedBase, type ReferenceBase, referencePath } from '../analysis/reference-path';
import { type ClientAbilities, noAbilities } from './client-abilities';
import { type DocumentSettings, defaultDocumentSettings, documentSettings } from './document-settings';
import type { OpenManifest } from './open-manifest';
import { kindOfDocument, shareOfDocument } from './our-documents';
import { referenceBase } from './reference-base';
import type { ClientSettings } from './settings';

type NamedDocument = Pick<TextDocument, 'uri' | 'languageId'>;

interface ManifestState {
  readonly analyzer: Analyzer;
  readonly base: ReferenceBase;
  settings: DocumentSettings;
  last: { readonly version: number; readonly analysis: Analysis } | undefined;
}

/** The open manifests: each analysed at most once per version, input change and settings change. */
export class Manifests {
  /** The client's folders: the references of unnamed documents start at the first. */
  workspace: Pick<ClientAbilities, 'folder' | 'folders'> = noAbilities;
  /** Settings of documents that have none of their own. */
  settings: DocumentSettings = defaultDocumentSettings;
  private readonly states = new Map<string, ManifestState>();

  constructor(
    private readonly store: InputStore,
    private readonly log: FailureLog,
  ) {}

  /** The manifest with the analysis of its current text. */
  open(document: TextDocument): OpenManifest {
    const { uri, version } = document;
    const state = this.stateOf(document);
    const { analyzer, settings } = state;
    const base = confinedBase(state.base, settings.file);
    const inputs = this.store.inputsFor(base, searchScope(settings.file, base), fileOf(uri));
    const share = shareOfDocument(document) ?? 'declared';
    if (state.last?.version !== version) {
      const analysis = analyzer.analyze(document.getText(), inputs, settings.file, Date.now(), share);
      state.last = { version, analysis };
    }
    const { file, client } = settings;
    return { document, share, analysis: state.last!.analysis, settings: file, client, base, inputs };
  }

  /** Applies settings of the client that it does not give per document. */
  setClient(client: ClientSettings): void {
    this.settings = documentSettings(undefined, undefined, client, undefined);
  }

  /** The folders whose files are no secret to the client: those of its workspace, without one those of open manifests. */
  readonly ownFolders = (): readonly string[] => {
    const opened = [...this.states.values()].flatMap(({ base }) => (base.kind === 'folder' ? [base.path] : []));
    const { folders } = this.workspace;
    return ownFolders(folders.length > 0 ? folders : opened);
  };

  /** The folder a document's references start from; undefined where there is none. */
  folderOf(document: NamedDocument): string | undefined {
    const { base } = this.stateOf(document);
    return base.kind === 'folder' ? base.path : undefined;
  }

  /** Applies what is set for a document; true where that changes an answer. */
  configure(document: NamedDocument, settings: DocumentSettings): boolean {
    const state = this.stateOf(document);
    const { client, file } = state.settings;
    const isSame = isDeepStrictEqual([settings.client, settings.file], [client, file]);
    state.settings = settings;
    if (isSame) return false;
    reset(state);
    return true;
  }

  private stateOf(document: NamedDocument): ManifestState {
    const { uri } = document;
    let state = this.states.get(uri);
    if (!state) {
      state = {
        analyzer: new Analyzer(this.log, kindOfDocument(document)),
        base: referenceBase(uri, this.workspace.folder),
        settings: this.settings,
        last: undefined,
      };
      this.states.set(uri, state);
    }
    return state;
  }

  /** Drops what depends on referenced files, because one changed. */
  forgetInputs(): void {
    for (const state of this.states.values()) reset(state);
  }

  close(uri: string): void {
    this.states.delete(uri);
  }

  /** Absolute paths of the files that set something for open manifests, and of those that would if they were there. */
  projectPaths(): Pick<DocumentSettings, 'found' | 'watched'> {
    const settings = [...this.states.values()].map((state) => state.settings);
    return { found: settings.flatMap(({ found }) => found), watched: settings.flatMap(({ watched }) => watched) };
  }

  /** Absolute paths that open manifests refer to. */
  referencedPaths(documents: readonly TextDocument[]): ReadonlySet<string> {
    const paths = new Set<string>();
    for (const document of documents) {
      const { base, analysis } = this.open(document);
      for (const path of analysis.documents.flatMap(({ lookedIn }) => lookedIn)) paths.add(path);
      for (const { entry, reference } of analysis.documents.flatMap(({ references }) => references)) {
        if (entry !== undefined) continue;
        const target = referencePath(base, reference);
        if ('path' in target) paths.add(target.path);
      }
    }
    return paths;
  }
}

/** The document's place on the disk; undefined where it has none. */
function fileOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : undefined;
}

function reset(state: ManifestState): void {
  state.analyzer.forget();
  state.last = undefined;
}
