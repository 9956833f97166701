import * as vscode from 'vscode';
import {
  type ErrorHandler,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import { foreignLanguages, languageId } from '../../server/src/protocol/our-documents';
import type { StartOptions } from '../../server/src/protocol/protocol';
import { traceChannel } from './trace-channel';

const languages = [languageId, ...foreignLanguages];

const traceSetting = {
  isOn: () => vscode.workspace.getConfiguration('afdLens').get('trace.server') !== 'off',
  onDidChange: vscode.workspace.onDidChangeConfiguration,
};

/** Options of the language client. Nothing in them ever raises a notification. */
export function clientOptions(log: vscode.LogOutputChannel, restartPolicy: () => ErrorHandler): LanguageClientOptions {
  return {
    // No scheme: documents of source control, unsaved and virtual ones get the same answers.
    documentSelector: languages.map((language) => ({ language })),
    // The commands behind the code lenses are registered here; the languages are those of the selector.
    initializationOptions: { clientCommands: true, languages } satisfies StartOptions,
    outputChannel: log,
    traceOutputChannel: traceChannel(log, traceSetting),
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: async (...args) => ({ ...(await restartPolicy().error(...args)), handled: true }),
      closed: async () => ({ ...(await restartPolicy().closed()), handled: true }),
    },
    middleware: {
      handleDiagnostics: (uri, diagnostics, next) => next(uri, isEditable(uri) ? diagnostics : []),
      provideDiagnostics: (document, previousResultId, token, next) => {
        const uri = document instanceof vscode.Uri ? document : document.uri;
        return isEditable(uri) ? next(document, previousResultId, token) : undefined;
      },
    },
  };
}

/** The old side of a diff must not add its findings to the Problems panel: nobody can act on them there. */
function isEditable(uri: vscode.Uri): boolean {
  return uri.scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
}

/** How to run the language server bundled at `module`: a Node process of its own, reached over Node's IPC. */
export function serverOptions(module: string): ServerOptions {
  const run = { module, transport: TransportKind.ipc };
  return { run, debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } } };
}
