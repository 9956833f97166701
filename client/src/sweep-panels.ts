import * as vscode from 'vscode';
import type { SavedState, SweepTarget } from '../webview/messages';
import type { ServerConnection } from './server-connection';
import { localResourceRoots, sweepHtml } from './sweep-html';
import { SweepPanel } from './sweep-panel';

/** The view type of the panels, which package.json contributes to. */
const sweepViewType = 'afdLens.sweep';

/** The open sweep panels, one per deployment; brings back those that a reload of the window left. */
export class SweepPanels implements vscode.WebviewPanelSerializer<unknown>, vscode.Disposable {
  private readonly open = new Map<string, SweepPanel>();
  private readonly registration = vscode.window.registerWebviewPanelSerializer(sweepViewType, this);

  constructor(
    private readonly server: ServerConnection,
    private readonly log: vscode.LogOutputChannel,
    private readonly extensionUri: vscode.Uri,
  ) {}

  /** Shows a deployment's sweep beside the editor, which keeps the focus, as with a preview. */
  show(target: SweepTarget): void {
    const there = this.open.get(keyOf(target));
    if (there) {
      there.panel.reveal(undefined, true);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.fill(vscode.window.createWebviewPanel(sweepViewType, 'Sweep', place), target);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const target = targetOf(state);
    if (target && !this.open.has(keyOf(target))) this.fill(panel, target);
    else panel.dispose();
  }

  dispose(): void {
    this.registration.dispose();
    for (const panel of this.open.values()) panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, target: SweepTarget): void {
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.extensionUri, 'media', `sweep-${theme}.svg`);
    panel.iconPath = { dark: icon('dark'), light: icon('light') };
    panel.webview.options = { enableScripts: true, localResourceRoots: localResourceRoots(this.extensionUri) };
    const key = keyOf(target);
    this.open.set(key, new SweepPanel(panel, target, this.server, this.log));
    panel.onDidDispose(() => this.open.delete(key));
    panel.webview.html = sweepHtml(panel.webview, this.extensionUri);
  }
}

function keyOf({ uri, document }: SweepTarget): string {
  return `${document} ${uri}`;
}

/** The deployment in what a page saved; undefined where that is something else. */
function targetOf(state: unknown): SweepTarget | undefined {
  const { target } = (state ?? {}) as Partial<SavedState>;
  const isUri = typeof target?.uri === 'string' && /^[a-z][\w+.-]*:/i.test(target.uri);
  return isUri && typeof target.document === 'number' ? target : undefined;
}
