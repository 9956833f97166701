import { type ClientCapabilities, type InitializeParams, MarkupKind } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { StartOptions, settingsSection } from '../protocol/protocol';

/** What the client can do and what it said at the start, as far as answers depend on it. */
export interface ClientAbilities {
  readonly capabilities: ClientCapabilities;
  /** Its first folder, where that is on the local disk. */
  readonly folder: string | undefined;
  /** All its folders on the local disk. */
  readonly folders: readonly string[];
  /** Settings sent at the start, in the shape of the section `afdLens`. */
  readonly settings: unknown;
  /** It can be asked for the settings of a document. */
  readonly givesSettings: boolean;
  /** It has the commands that code lenses of VS Code call. */
  readonly commands: boolean;
  /** Languages of which it sends every open document anyway. */
  readonly languages: readonly string[];
  /** It asks for diagnostics, and can be told to ask again when a referenced file changed; else they are sent to it. */
  readonly pullsDiagnostics: boolean;
  /** The requests that tell it to ask again. */
  readonly refreshes: readonly string[];
  /** It can be told to ask for code lenses again. */
  readonly refreshesLenses: boolean;
  /** It can be told to ask for inlay hints again. */
  readonly refreshesHints: boolean;
  /** It shows how far long work has come. */
  readonly showsProgress: boolean;
  readonly hoverFormat: MarkupKind;
  /** It takes edits that name the version of the document they are for. */
  readonly versionedEdits: boolean;
  readonly snippets: boolean;
}

/** Reads the client's first message. */
export function clientAbilities(params: InitializeParams): ClientAbilities {
  const { capabilities, workspaceFolders, rootUri, initializationOptions } = params;
  const options: Partial<Record<keyof StartOptions | typeof settingsSection, unknown>> | undefined =
    initializationOptions;
  const { textDocument, window, workspace } = capabilities;
  const uris = workspaceFolders?.length ? workspaceFolders.map(({ uri }) => uri) : rootUri ? [rootUri] : [];
  const local = (uri: string | undefined): readonly string[] =>
    uri?.startsWith('file:') ? [URI.parse(uri).fsPath] : [];
  const hoverFormats = textDocument?.hover?.contentFormat;
  return {
    capabilities,
    folder: local(uris[0])[0],
    folders: uris.flatMap(local),
    settings: options?.afdLens ?? options,
    givesSettings: workspace?.configuration ?? false,
    commands: options?.clientCommands === true,
    languages: Array.isArray(options?.languages) ? options.languages.map(String) : [],
    pullsDiagnostics: textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    refreshes: (['diagnostics', 'codeLens', 'inlayHint'] as const)
      .filter((feature) => workspace?.[feature]?.refreshSupport)
      .map((feature) => `workspace/${feature === 'diagnostics' ? 'diagnostic' : feature}/refresh`),
    refreshesLenses: workspace?.codeLens?.refreshSupport ?? false,
    refreshesHints: workspace?.inlayHint?.refreshSupport ?? false,
    showsProgress: window?.workDoneProgress ?? false,
    hoverFormat:
      hoverFormats && !hoverFormats.includes(MarkupKind.Markdown) ? MarkupKind.PlainText : MarkupKind.Markdown,
    versionedEdits: workspace?.workspaceEdit?.documentChanges ?? false,
    snippets: textDocument?.completion?.completionItem?.snippetSupport ?? false,
  };
}

/** A client that can do nothing, before the first message. */
export const noAbilities = clientAbilities({ processId: null, rootUri: null, capabilities: {} });
