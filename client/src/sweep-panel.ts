import * as vscode from 'vscode';
import type { TheorySweep, WhatIf } from '../../server/src/sweep/sweep';
import { editChoice } from '../webview/controls/what-if';
import type { FromPage, PanelState, SweepTarget, ToPage } from '../webview/messages';
import { manifestDocument } from './our-documents';
import { RepeatedAsk } from './repeated-ask';
import type { EditorEdit, ServerConnection } from './server-connection';
import { SimulationRunner } from './simulation-runner';
import { type CurrentStrategies, StrategiesFollower } from './strategies-follower';

/** One panel: shows the sweep of a deployment, keeps it up to date, and writes what the reader settles on. */
export class SweepPanel implements vscode.Disposable {
  private state: PanelState;
  private whatIf: WhatIf = {};
  private readonly simulation: SimulationRunner;
  private readonly subscriptions: vscode.Disposable[];
  private answers: vscode.Disposable | undefined;
  /** The page takes messages; one that is hidden is gone and comes back as a new one. */
  private ready = false;
  private disposed = false;
  private readonly asking = new RepeatedAsk(() => this.follow());
  private readonly strategies = new StrategiesFollower(
    () => this.askStrategies(),
    (strategies) => this.post({ kind: 'strategies', strategies }),
  );

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly target: SweepTarget,
    private readonly server: ServerConnection,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const file = vscode.Uri.parse(target.uri, true).path.split('/').at(-1) ?? target.uri;
    this.panel.title = `Sweep ${file}`;
    this.state = {
      target,
      file,
      theory: undefined,
      problem: undefined,
      simulated: undefined,
      outdated: false,
      status: { kind: 'idle' },
      edit: undefined,
    };
    this.simulation = new SimulationRunner(
      (whatIf, onProgress, token) => server.simulate(target, whatIf, onProgress, token),
      {
        onChange: () => this.update({}),
        onProgress: (share) => this.post({ kind: 'progress', share }),
      },
    );
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: FromPage) => this.receive(message)),
      panel.onDidChangeViewState(() => {
        if (panel.visible) return;
        this.ready = false;
        this.strategies.show(false);
      }),
      panel.onDidDispose(() => this.dispose()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.uri.toString() === target.uri) this.refresh();
      }),
      // The server forgets a closed document; asking anew opens it again.
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.toString() === target.uri) this.refresh();
      }),
      // An unsaved one comes back by itself after a reload of the window, perhaps later than this panel.
      vscode.workspace.onDidOpenTextDocument(({ uri, isUntitled }) => {
        if (isUntitled && uri.toString() === target.uri) this.refresh();
      }),
      server.onDidChangeState((state) => {
        if (state === 'running') this.simulation.forgetStop();
        this.refresh();
      }),
    ];
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.asking.stop();
    this.strategies.dispose();
    this.simulation.cancel();
    this.answers?.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.panel.dispose();
  }

  private receive(message: FromPage): void {
    switch (message.kind) {
      case 'ready':
        this.ready = true;
        this.whatIf = message.whatIf ?? this.whatIf;
        this.update({});
        this.asking.refresh();
        this.strategies.show(message.tab === 'strategies');
        return;
      case 'tab':
        this.strategies.show(message.tab === 'strategies');
        return;
      case 'whatIf':
        this.whatIf = message.whatIf;
        this.asking.refresh();
        this.strategies.refreshAtRest();
        return;
      case 'simulate':
        this.simulation.start();
        return;
      case 'cancel':
        this.simulation.stop('The simulation was cancelled', true);
        return;
      case 'apply':
        void this.attempt(() => this.apply());
        return;
      case 'copy':
        void this.attempt(() => this.copy());
    }
  }

  /** Asks for everything anew that the page shows. */
  private refresh(): void {
    if (!this.ready || this.disposed) return;
    this.asking.refresh();
    this.strategies.refresh();
  }

  private async follow(): Promise<void> {
    try {
      await this.ask();
      if (!this.asking.isOutdated) await this.offerEdit();
    } catch (error) {
      this.showProblem(`No sweep: ${messageOf(error)}`);
    }
  }

  private async ask(): Promise<void> {
    const document = await manifestDocument(vscode.Uri.parse(this.target.uri, true));
    this.answers?.dispose();
    this.answers = this.server.onDidChangeAnswers(document, () => this.refresh());
    const { whatIf } = this;
    const answer = await this.server.sweep(this.target, whatIf);
    const { version, sweep } = answer ?? { version: document.version, sweep: undefined };
    // The edit that made this answer stale has asked for another one.
    if (this.disposed || version !== document.version) return;
    const before = this.state.theory?.document;
    if (!sweep || (sweep.kind === 'theory' && before !== undefined && sweep.document !== before)) {
      this.showProblem('The deployment cannot be read: its YAML is not valid, or a pool is missing.');
      return;
    }
    this.panel.title = `Sweep ${sweep.title}`;
    if (sweep.kind === 'none') {
      await this.learnManifest();
      this.showProblem(sweep.message);
      return;
    }
    this.simulation.follow({ key: simulationKey(sweep), version, whatIf, possible: !sweep.notSimulated });
    this.update({ theory: sweep, problem: undefined });
  }

  private async askStrategies(): Promise<CurrentStrategies> {
    const document = await manifestDocument(vscode.Uri.parse(this.target.uri, true));
    const { whatIf } = this;
    const answer = await this.server.strategies(this.target, whatIf);
    if (!answer) return undefined;
    return answer.version === document.version && whatIf === this.whatIf ? answer.strategies : 'outdated';
  }

  /** Where the reader's changes give no sweep from the start, the manifest's own sweep gives the values to return to. */
  private async learnManifest(): Promise<void> {
    if (this.state.theory || Object.keys(this.whatIf).length === 0) return;
    const answer = await this.server.sweep(this.target, {});
    if (answer?.sweep.kind === 'theory') this.state = { ...this.state, theory: answer.sweep };
  }

  /** Finds out whether what the reader chose can be written. */
  private async offerEdit(): Promise<void> {
    const { theory, problem } = this.state;
    if (!theory || problem !== undefined) return;
    const answer = await this.edit(theory);
    this.update({ edit: { refusal: answer ? answer.message : 'There is nothing to write to', copyable: !!answer } });
  }

  private edit(theory: TheorySweep): Promise<EditorEdit | undefined> {
    return this.server.sweepEdit(this.target, editChoice(theory));
  }

  private async apply(): Promise<void> {
    const { theory, problem } = this.state;
    if (!theory || problem !== undefined) return;
    const uri = vscode.Uri.parse(this.target.uri, true);
    const document = await manifestDocument(uri);
    const answer = await this.edit(theory);
    if (!answer) return;
    if (answer.message !== undefined) return this.refuse(answer.message);
    if (answer.version !== document.version) return this.refuse('The manifest has just changed; look again');
    const edit = new vscode.WorkspaceEdit();
    edit.set(uri, [...answer.edits]);
    for (const other of answer.elsewhere) edit.set(other.uri, [...other.edits]);
    if (!(await vscode.workspace.applyEdit(edit))) return this.refuse('The manifest cannot be edited');
    const seen = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
    if (!seen) await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
  }

  private async copy(): Promise<void> {
    const answer = this.state.theory && (await this.edit(this.state.theory));
    if (!answer) return;
    await vscode.env.clipboard.writeText(answer.yaml);
    this.post({ kind: 'copied' });
  }

  private refuse(refusal: string): void {
    this.update({ edit: { refusal, copyable: this.state.edit?.copyable ?? false } });
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.log.error(`The sweep panel failed: ${error instanceof Error ? error.stack : error}`);
      this.refuse(messageOf(error));
    }
  }

  private showProblem(problem: string): void {
    this.simulation.cancel();
    this.update({ problem });
  }

  private update(change: Partial<PanelState>): void {
    if (this.disposed) return;
    const { simulated, outdated, status } = this.simulation;
    this.state = { ...this.state, ...change, simulated, outdated, status };
    this.post({ kind: 'state', state: this.state });
  }

  private post(message: ToPage): void {
    if (this.ready && !this.disposed) void this.panel.webview.postMessage(message);
  }
}

/** Equal for sweeps that one simulation serves: an edit of a comment or of the TPOT objective needs no new one. */
function simulationKey({ inputs, points, timeUnit, weighted }: TheorySweep): string {
  return JSON.stringify([{ ...inputs, tpotSeconds: null }, points, timeUnit, weighted]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
