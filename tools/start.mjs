// Builds everything, prints an explanation of the example deployment, and opens VS Code on examples/ with AFD Lens running:
// a desktop VS Code where there is one, else VS Code's web workbench on this machine. Ctrl-C ends it.
// Usage: npm start [-- --check] [-- --port N]
//   --check  opens nothing, but proves in a headless browser that the code lens appears; exit status 0 or 1
//   --port   port of the web workbench (default: a free one)
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findDisplay, findOnPath } from './vscode/choose-editor.mjs';
import { repositoryRoot } from './vscode/paths.mjs';
import { notificationTexts, waitForLenses } from './vscode/window-page.mjs';
import {
  closeOnSignals,
  closeWindows,
  linkExtension,
  makeFolders,
  openWindow,
  startServer,
  windowUrl,
} from './vscode/workbench.mjs';

const examples = join(repositoryRoot, 'examples');
const manifest = join(examples, 'chat-prod.afd.yaml');

const { values } = parseArgs({ options: { check: { type: 'boolean' }, port: { type: 'string', default: '0' } } });

const runNode = (...args) => spawnSync(process.execPath, args, { cwd: repositoryRoot, stdio: 'inherit' }).status;

process.chdir(repositoryRoot);
const { refreshDist } = await import('./build/dist.mjs');
await refreshDist();
console.log('$ afd-lens explain examples/chat-prod.afd.yaml\n');
// Findings, status 1, are part of what it says.
if (![0, 1].includes(runNode('dist/cli.js', 'explain', 'examples/chat-prod.afd.yaml'))) process.exit(1);

try {
  if (values.check) process.exitCode = (await check()) ? 0 : 1;
  else if (!openDesktop()) await serveWorkbench(Number(values.port));
} catch (error) {
  await closeWindows();
  console.error(
    `No VS Code to open: ${error.message}\nInstall VS Code with its command "code" on PATH, then try again.`,
  );
  process.exitCode = 1;
}

function openDesktop() {
  const code = findOnPath('code');
  if (!code || findDisplay() !== 'own') return false;
  console.log(`\nOpening ${code} on examples/ with AFD Lens.`);
  const args = [`--extensionDevelopmentPath=${repositoryRoot}`, '--new-window', examples, manifest];
  return spawnSync(code, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
}

async function serveWorkbench(port) {
  const folders = makeFolders();
  linkExtension(folders, repositoryRoot);
  const server = await startServer({ folders, port });
  const stop = async () => {
    await server.stop();
    folders.remove();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, async () => {
      await stop();
      process.exit(0);
    });
  }
  console.log(`\nVS Code with AFD Lens, on this machine only:\n\n  ${windowUrl(server, { folder: examples })}\n`);
  console.log('Open chat-prod.afd.yaml there. Ctrl-C ends it.');
  await once(server.child, 'exit');
  folders.remove();
}

async function check() {
  closeOnSignals();
  console.log('\nOpening examples/chat-prod.afd.yaml in a headless VS Code.');
  const { page, close } = await openWindow({ link: repositoryRoot, folder: examples, file: manifest });
  try {
    const lenses = await waitForLenses(page);
    for (const lens of lenses) console.log(`code lens: ${lens}`);
    const notifications = await notificationTexts(page);
    for (const text of notifications) console.log(`unexpected notification: ${text}`);
    return notifications.length === 0;
  } catch (error) {
    console.log(`No code lens appeared: ${error.message}`);
    return false;
  } finally {
    await close();
  }
}
