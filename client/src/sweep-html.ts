import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What a panel's page may load: nothing but the bundles. */
export function localResourceRoots(extensionUri: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, 'dist')];
}

/** The page of a panel. Nothing but the two bundles runs or styles it, and it can load nothing else. */
export function sweepHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64url');
  const bundle = (name: string): vscode.Uri =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', `sweep-panel.${name}`));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>AFD Lens sweep</title>
  <link rel="stylesheet" nonce="${nonce}" href="${bundle('css')}">
</head>
<body>
  <main id="sweep"></main>
  <script nonce="${nonce}" src="${bundle('js')}"></script>
</body>
</html>
`;
}
