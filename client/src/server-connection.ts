import * as vscode from 'vscode';
import {
  CodeLensRequest,
  type ErrorHandler,
  ExecuteCommandRequest,
  LanguageClient,
  State,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import {
  type ServerCommand,
  type ServerCommands,
  type StrategiesAnswer,
  type SweepAnswer,
  type SweepEdit,
  serverCommands,
  type ToolAnswer,
} from '../../server/src/protocol/protocol';
import type { DeploymentChange, SimulatedSweep, TheorySweep, WhatIf } from '../../server/src/sweep/sweep';
import type { SweepTarget } from '../webview/messages';
import { clientOptions, serverOptions } from './connection-options';

export type ServerState = 'starting' | 'running' | 'stopped';

/** What writing values into a manifest takes, in the editor's own terms. */
export interface EditorEdit extends Omit<SweepEdit, 'edits' | 'elsewhere'> {
  readonly edits: readonly vscode.TextEdit[];
  readonly elsewhere: readonly { readonly uri: vscode.Uri; readonly edits: readonly vscode.TextEdit[] }[];
}

/** Failures go to the log and to the status item, never into a notification. */
class QuietLanguageClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** The language server and its client. Restarting replaces both, since a client cannot outlive a failed start. */
export class ServerConnection implements vscode.Disposable {
  private client: QuietLanguageClient | undefined;
  private started = Promise.resolve();
  private currentState: ServerState = 'stopped';
  private simulations = 0;
  private readonly stateChanges = new vscode.EventEmitter<ServerState>();
  readonly onDidChangeState = this.stateChanges.event;

  constructor(
    private readonly module: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get state(): ServerState {
    return this.currentState;
  }

  /** Resolves when the server runs or has failed to start; `state` says which. */
  async start(): Promise<void> {
    let restartPolicy: ErrorHandler | undefined;
    const options = clientOptions(this.log, () => {
      restartPolicy ??= client.createDefaultErrorHandler();
      return restartPolicy;
    });
    // The id is the prefix of the setting `afdLens.trace.server`, which the client reads.
    const client = new QuietLanguageClient('afdLens', 'AFD Lens', serverOptions(this.module), options);
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client === client) this.setState(states[newState]);
    });
    this.started = client.start().catch(() => {
      // The client has logged why.
      if (this.client === client) this.setState('stopped');
    });
    await this.started;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Ends within two seconds, whether or not the server answers. */
  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.setState('stopped');
    if (client?.state === State.Starting) {
      // A starting client cannot be stopped; it goes as soon as it is up.
      void this.started.then(() => client.dispose()).catch(() => {});
    } else {
      await client?.dispose(2000).catch((error) => this.log.warn(`The server did not stop in order: ${error}`));
    }
  }

  /** Explains the deployment of one document of the file, or of all; null where there is none. Throws without a server. */
  explain(source: vscode.Uri, documentIndex?: number): Promise<ServerCommands['explain']['answer']> {
    const uri = source.toString();
    return this.execute('explain', documentIndex === undefined ? [uri] : [uri, documentIndex]);
  }

  /** The theory of a deployment under a reader's changes; null where the file has none. Throws without a server. */
  sweep({ uri, document }: SweepTarget, whatIf: WhatIf): Promise<SweepAnswer<TheorySweep> | null> {
    return this.execute('sweep', [uri, document, whatIf]);
  }

  /** Its serving strategies, as far as they are compared by now; null where the file has none. Throws without a server. */
  strategies({ uri, document }: SweepTarget, whatIf: WhatIf): Promise<StrategiesAnswer | null> {
    return this.execute('strategies', [uri, document, whatIf]);
  }

  /** A deployment's sweep, simulated; null also where it was ended. `onProgress` gets the share that is done. */
  async simulate(
    { uri, document }: SweepTarget,
    whatIf: WhatIf,
    onProgress: (share: number) => void,
    token: vscode.CancellationToken,
  ): Promise<SweepAnswer<SimulatedSweep> | null> {
    const workDoneToken = `afdLens.simulate.${++this.simulations}`;
    const progress = this.running().onProgress(WorkDoneProgress.type, workDoneToken, (step) => {
      if (step.kind !== 'end' && step.percentage !== undefined) onProgress(step.percentage / 100);
    });
    try {
      return await this.execute('simulate', [uri, document, whatIf, {}], { token, workDoneToken });
    } finally {
      progress.dispose();
    }
  }

  /** What writing values into a manifest takes; undefined where the file has no such deployment. Throws without a server. */
  async sweepEdit({ uri, document }: SweepTarget, choice: DeploymentChange): Promise<EditorEdit | undefined> {
    const { protocol2CodeConverter: converter } = this.running();
    const answer = await this.execute('sweepEdit', [uri, document, choice]);
    if (!answer) return undefined;
    const elsewhere = (answer.elsewhere ?? []).map(async ({ uri: other, edits }) => ({
      uri: converter.asUri(other),
      edits: await converter.asTextEdits([...edits]),
    }));
    return {
      ...answer,
      edits: await converter.asTextEdits([...answer.edits]),
      elsewhere: await Promise.all(elsewhere),
    };
  }

  /** Calls one of the tools for agents; relative paths start at the workspace folders. Throws without a server. */
  callTool(name: string, input: object, token: vscode.CancellationToken): Promise<ToolAnswer> {
    const folders = vscode.workspace.workspaceFolders?.map(({ uri }) => uri.toString()) ?? [];
    return this.execute('tool', [name, input, folders], { token });
  }

  /** Calls back when answers may have changed without an edit of `document`: the server then asks for new code lenses. */
  onDidChangeAnswers(document: vscode.TextDocument, listener: () => void): vscode.Disposable | undefined {
    const provider = this.client?.getFeature(CodeLensRequest.method).getProvider(document);
    return provider?.onDidChangeCodeLensEmitter.event(listener);
  }

  dispose(): void {
    this.stateChanges.dispose();
  }

  private execute<Name extends ServerCommand>(
    name: Name,
    asked: ServerCommands[Name]['asked'],
    { token, workDoneToken }: { readonly token?: vscode.CancellationToken; readonly workDoneToken?: string } = {},
  ): Promise<ServerCommands[Name]['answer']> {
    const params = { command: serverCommands[name], arguments: [...asked], workDoneToken };
    return this.running().sendRequest(ExecuteCommandRequest.type, params, token);
  }

  private running(): LanguageClient {
    if (!this.client) throw new Error('the language server is not running');
    return this.client;
  }

  private setState(state: ServerState): void {
    if (state === this.currentState) return;
    this.currentState = state;
    this.stateChanges.fire(state);
  }
}

const states = {
  [State.Starting]: 'starting',
  [State.Running]: 'running',
  [State.Stopped]: 'stopped',
  [State.StartFailed]: 'stopped',
} as const satisfies Record<State, ServerState>;
