import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../analysis/analysis';
import { Analyzer, type FailureLog } from '../analysis/analyze';
import type { InputStore } from '../analysis/input-store';
import { type ReferenceBase, referencePath } from '../analysis/reference-path';
import type { OpenManifest } from './open-manifest';
import { declaredPart, ourShare } from './our-documents';
import { referenceBase } from './reference-base';
import { defaultSettings, type ServerSettings } from './settings';

interface ManifestState {
  readonly analyzer: Analyzer;
  readonly base: ReferenceBase;
  settings: ServerSettings;
  last: { readonly version: number; readonly analysis: Analysis } | undefined;
}

/** The open manifests: each analysed at most once per version, input change and settings change. */
export class Manifests {
  /** Where the references of unnamed documents start. */
  workspaceFolder: string | undefined;
  /** Settings of documents that have none of their own. */
  settings: ServerSettings = defaultSettings;
  private readonly states = new Map<string, ManifestState>();

  constructor(
    private readonly store: InputStore,
    private readonly log: FailureLog,
  ) {}

  /** The manifest with the analysis of its current text. */
  open(document: TextDocument): OpenManifest {
    const { uri, version } = document;
    const state = this.stateOf(uri);
    const { analyzer, base, settings } = state;
    const inputs = this.store.inputsFor(base);
    const share = ourShare(document) ?? 'declared';
    if (state.last?.version !== version) {
      const whole = analyzer.analyze(document.getText(), inputs, settings, Date.now());
      state.last = { version, analysis: share === 'all' ? whole : declaredPart(whole) };
    }
    return { document, share, analysis: state.last!.analysis, settings, base, inputs };
  }

  /** Applies a document's settings. */
  configure(uri: string, settings: ServerSettings): void {
    const state = this.stateOf(uri);
    state.settings = settings;
    reset(state);
  }

  private stateOf(uri: string): ManifestState {
    let state = this.states.get(uri);
    if (!state) {
      const base = referenceBase(uri, this.workspaceFolder);
      state = { analyzer: new Analyzer(this.log), base, settings: this.settings, last: undefined };
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

  /** Absolute paths that open manifests refer to. */
  referencedPaths(documents: readonly TextDocument[]): ReadonlySet<string> {
    const paths = new Set<string>();
    for (const document of documents) {
      const { base, analysis } = this.open(document);
      for (const { reference } of analysis.documents.flatMap(({ references }) => references)) {
        const target = referencePath(base, reference);
        if ('path' in target) paths.add(target.path);
      }
    }
    return paths;
  }
}

function reset(state: ManifestState): void {
  state.analyzer.forget();
  state.last = undefined;
}
