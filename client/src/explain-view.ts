import * as vscode from 'vscode';
import { isOurs, manifestDocument } from './our-documents';
import type { ServerConnection } from './server-connection';

const scheme = 'afd-lens-explain';
const quietMilliseconds = 300;

/**
 * Explanations as read-only Markdown files of a scheme of their own, shown in the built-in preview. Files rather than
 * plain virtual documents, since the preview watches files and so stays up to date.
 */
export class ExplainView implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  /** The explanations shown so far, each with what tells that its answer may be another one. */
  private readonly views = new Map<string, vscode.Disposable | undefined>();
  private changedAt = Date.now();
  private timer: NodeJS.Timeout | undefined;
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly server: ServerConnection) {
    this.disposables = [
      this.changes,
      vscode.workspace.registerFileSystemProvider(scheme, this, { isCaseSensitive: true, isReadonly: true }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isOurs(document)) this.refreshSoon();
      }),
      server.onDidChangeState(() => this.refreshSoon()),
    ];
  }

  /** Shows the explanation of one deployment of a file, or of all, beside the editor. */
  async show(source: vscode.Uri, documentIndex?: number): Promise<void> {
    const name = source.path
      .split('/')
      .at(-1)!
      .replace(/\.(?:ya?ml|sh)$/, '');
    const part = documentIndex ? ` (document ${documentIndex + 1})` : '';
    const view = vscode.Uri.from({
      scheme,
      path: `/${name}${part}.md`,
      query: JSON.stringify([source.toString(), documentIndex]),
    });
    await vscode.commands.executeCommand('markdown.showPreviewToSide', view);
  }

  async readFile(view: vscode.Uri): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.read(view));
  }

  async stat(view: vscode.Uri): Promise<vscode.FileStat> {
    const { length } = await this.readFile(view);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.changedAt, size: length };
  }

  // Every explanation once read is kept up to date; for one that nothing shows any more that costs nothing.
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory = refuse;
  writeFile = refuse;
  delete = refuse;
  rename = refuse;

  dispose(): void {
    clearTimeout(this.timer);
    for (const view of this.views.values()) view?.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async read(view: vscode.Uri): Promise<string> {
    const [source, documentIndex]: [string, number | null] = JSON.parse(view.query);
    try {
      const uri = vscode.Uri.parse(source, true);
      const document = await manifestDocument(uri);
      this.views.get(view.toString())?.dispose();
      this.views.set(
        view.toString(),
        this.server.onDidChangeAnswers(document, () => this.refreshSoon()),
      );
      const explanation = await this.server.explain(uri, documentIndex ?? undefined);
      return explanation?.markdown ?? 'This file describes no AFD deployment.\n';
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return `No explanation: ${reason}.\n\nThe command **AFD Lens: Show Log** shows more.\n`;
    }
  }

  private refreshSoon(): void {
    if (this.views.size === 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.changedAt = Date.now();
      this.changes.fire(
        [...this.views.keys()].map((view) => ({
          type: vscode.FileChangeType.Changed,
          uri: vscode.Uri.parse(view, true),
        })),
      );
    }, quietMilliseconds);
  }
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions('Explanations are read-only.');
}
