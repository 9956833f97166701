import * as vscode from 'vscode';
import { languageId } from '../../server/src/protocol/our-documents';
import { lensCommands } from '../../server/src/protocol/protocol';
import type { ExplainView } from './explain-view';
import { mayDeploy } from './our-documents';
import type { ServerConnection } from './server-connection';
import type { SweepPanels } from './sweep-panels';

interface CommandContext {
  readonly server: ServerConnection;
  readonly explainView: ExplainView;
  readonly sweepPanels: SweepPanels;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
}

/** Registers the commands that package.json contributes. */
export function registerCommands({
  server,
  explainView,
  sweepPanels,
  log,
  extensionUri,
}: CommandContext): vscode.Disposable {
  return vscode.Disposable.from(
    // Called by a code lens or a link with arguments, by a menu with the resource, by the palette with nothing.
    vscode.commands.registerCommand(lensCommands.explain, async (target?: unknown, documentIndex?: unknown) => {
      const uri = toUri(target) ?? openManifest() ?? (await openSample(extensionUri));
      await explainView.show(uri, typeof documentIndex === 'number' ? documentIndex : undefined);
    }),
    vscode.commands.registerCommand(lensCommands.sweep, async (target?: unknown, documentIndex?: unknown) => {
      const uri = toUri(target) ?? openManifest() ?? (await openSample(extensionUri));
      sweepPanels.show({
        uri: uri.toString(),
        document: typeof documentIndex === 'number' ? documentIndex : await documentAtCursor(uri),
      });
    }),
    vscode.commands.registerCommand('afdLens.restartServer', () => server.restart()),
    vscode.commands.registerCommand('afdLens.showLog', () => log.show()),
    vscode.commands.registerCommand('afdLens.openSample', () => openSample(extensionUri)),
  );
}

function toUri(target: unknown): vscode.Uri | undefined {
  if (target instanceof vscode.Uri) return target;
  return typeof target === 'string' ? vscode.Uri.parse(target, true) : undefined;
}

/** The manifest in the active editor, else in another one: the command may come from a page that is no editor. */
function openManifest(): vscode.Uri | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const candidates = [activeTextEditor, ...visibleTextEditors].map((editor) => editor?.document);
  const all = [...candidates, ...vscode.workspace.textDocuments];
  return all.find((document) => document && mayDeploy(document))?.uri;
}

/** Index of the YAML document the cursor is in, as the code lens above it names it; 0 where there is none. */
async function documentAtCursor(uri: vscode.Uri): Promise<number> {
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  if (!editor) return 0;
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 1000);
  const ours = lenses.flatMap(({ range, command }) => {
    const index: unknown = command?.command.startsWith('afdLens.') ? command.arguments?.[1] : undefined;
    return typeof index === 'number' ? [{ line: range.start.line, index }] : [];
  });
  return (ours.findLast(({ line }) => line <= editor.selection.active.line) ?? ours[0])?.index ?? 0;
}

async function openSample(extensionUri: vscode.Uri): Promise<vscode.Uri> {
  const file = vscode.Uri.joinPath(extensionUri, 'client/language/sample.afd.yaml');
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const document = await vscode.workspace.openTextDocument({ language: languageId, content });
  await vscode.window.showTextDocument(document);
  return document.uri;
}
