import { type ServerOptions, TransportKind } from 'vscode-languageclient/node';

/** How to run the language server bundled at `module`: a Node process of its own, reached over Node's IPC. */
export function serverOptions(module: string): ServerOptions {
  const run = { module, transport: TransportKind.ipc };
  return { run, debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } } };
}
