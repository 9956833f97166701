// Opens windows of the npm-borne VS Code: its server on loopback, its workbench in a headless browser.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from './find-browser.mjs';
import { installWorkbench } from './install-workbench.mjs';
import { chosenFlavour, flavours } from './paths.mjs';
import { patienceMs } from './patience.mjs';

const orphanGuard = join(dirname(fileURLToPath(import.meta.url)), 'orphan-guard.cjs');

/** A quiet window that is the same everywhere, and saves as the desktop does. */
const quietSettings = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Trust is on and nobody is asked: every folder opens in Restricted Mode. */
const restrictedSettings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/** Folders of one VS Code: user data, extensions, the server's own. What the caller does not name is temporary. */
export function makeFolders({ userDataDir, extensionsDir } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'afd-lens-code-'));
  const user = resolve(userDataDir ?? join(scratch, 'user'));
  const extensions = resolve(extensionsDir ?? join(scratch, 'extensions'));
  const server = join(scratch, 'server');
  for (const folder of [user, extensions, server]) mkdirSync(folder, { recursive: true });
  return {
    scratch,
    user,
    extensions,
    arguments: [
      '--accept-server-license-terms',
      '--disable-telemetry',
      `--user-data-dir=${user}`,
      `--extensions-dir=${extensions}`,
      `--server-data-dir=${server}`,
    ],
    remove: () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function serverEnvironment(folders) {
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  delete env.VSCODE_IPC_HOOK_CLI;
  env.EXTENSIONS_GALLERY = '{}'; // Else it asks open-vsx.org.
  env.XDG_RUNTIME_DIR = folders.scratch; // Where its sockets go.
  return env;
}

/** Runs VS Code's command line (`--install-extension`, `--list-extensions`, `--version`) and returns spawnSync's result. */
export function runCommandLine(folders, args, options = {}) {
  const { main, node } = installWorkbench();
  return spawnSync(node, [main, ...folders.arguments, ...args], { env: serverEnvironment(folders), ...options });
}

/** Starts the server on a free port of loopback. `restricted` opens every folder in Restricted Mode. */
export async function startServer({ folders, settings = {}, restricted = false, port = 0, log }) {
  const { main, node } = installWorkbench();
  const settingsFile = join(folders.user, 'User/settings.json');
  if (!existsSync(settingsFile)) {
    mkdirSync(dirname(settingsFile), { recursive: true });
    const all = { ...quietSettings, ...(restricted ? restrictedSettings : {}), ...settings };
    writeFileSync(settingsFile, JSON.stringify(all, null, 2));
  }
  const token = randomBytes(16).toString('hex');
  const args = [
    ...['--require', orphanGuard, main, '--host=127.0.0.1', `--port=${port}`, `--connection-token=${token}`],
    ...(restricted ? [] : ['--disable-workspace-trust']),
    ...(flavours[chosenFlavour()].needsDriver ? ['--enable-smoke-test-driver'] : []),
    ...['--disable-getting-started-override', ...folders.arguments],
  ];
  const child = spawn(node, args, { env: serverEnvironment(folders), stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), 4000);
    await gone;
    clearTimeout(impatience);
  };
  const chosenPort = await listeningPort(child, log ? createWriteStream(log) : undefined);
  return { authority: `127.0.0.1:${chosenPort}`, token, child, stop };
}

function listeningPort(child, log) {
  return new Promise((resolvePort, reject) => {
    let output = '';
    const read = (chunk) => {
      log?.write(chunk);
      if (output.length > 100_000) return;
      output += chunk;
      const match = /Extension host agent listening on (\d+)/.exec(output);
      if (match) resolvePort(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`VS Code's server ended (${code ?? signal})\n${output}`)));
  });
}

const remoteUri = (authority, path) =>
  `vscode-remote://${authority}${encodeURI(resolve(path)).replace(/[?#]/g, encodeURIComponent)}`;

/** The address of a window: a folder or a workspace file, a file to open in it, extensions to load from source, tests to run. */
export function windowUrl(server, { folder, workspace, file, developmentPaths = [], testsPath, disableExtensions }) {
  const payload = [];
  for (const path of developmentPaths) payload.push(['extensionDevelopmentPath', remoteUri(server.authority, path)]);
  if (testsPath) payload.push(['extensionTestsPath', remoteUri(server.authority, testsPath)]);
  if (file) payload.push(['openFile', remoteUri(server.authority, file)]);
  if (disableExtensions) payload.push(['disableExtensions', 'true']);
  const url = new URL(`http://${server.authority}/`);
  url.searchParams.set('tkn', server.token);
  if (workspace) url.searchParams.set('workspace', resolve(workspace));
  else if (folder) url.searchParams.set('folder', resolve(folder));
  else url.searchParams.set('ew', 'true');
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** Starts a headless browser with one page that can reach nothing but loopback. */
export async function openBrowser({ viewport = { width: 1280, height: 800 }, deviceScaleFactor = 1 } = {}) {
  const { executable, env } = findBrowser();
  const browser = await chromium.launch({
    executablePath: executable,
    headless: true,
    timeout: patienceMs,
    env: { ...process.env, ...env },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
    ],
  });
  const context = await browser.newContext({ viewport, deviceScaleFactor, locale: 'en-US' });
  context.setDefaultTimeout(patienceMs);
  await context.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  return { browser, page: await context.newPage() };
}

/** What ends each window that is open or being opened. */
const openWindows = new Set();

/** Closes every window of this process, also those still being opened. */
export const closeWindows = () => Promise.all([...openWindows].map((close) => close()));

/**
 * Opens one window and returns `{ page, server, browser, close }`. Takes the options of makeFolders, startServer, openBrowser
 * and windowUrl; the extension `vsix`, or in the folder `link`, is installed first; `beforeLoad(page)` runs before the page
 * loads. `close` ends and removes everything.
 */
export async function openWindow({ vsix, link, beforeLoad, ...options } = {}) {
  const folders = makeFolders(options);
  let server;
  let browser;
  const close = async () => {
    openWindows.delete(close);
    await Promise.race([browser?.close().catch(() => {}), new Promise((done) => setTimeout(done, 4000))]);
    await server?.stop();
    folders.remove();
  };
  openWindows.add(close);
  try {
    if (vsix) installVsix(folders, vsix);
    if (link) linkExtension(folders, link);
    const [, page] = await allOrFirstFailure([
      startServer({ ...options, folders }).then((started) => {
        server = started;
      }),
      openBrowser(options).then((opened) => {
        browser = opened.browser;
        return opened.page;
      }),
    ]);
    await beforeLoad?.(page);
    await page.goto(windowUrl(server, options));
    return { page, server, browser, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Promise.all that waits for the others before it fails, so that nothing is left half started. */
async function allOrFirstFailure(promises) {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** Makes the extension in `folder` an installed one without packaging it; the window's address stays short. */
export function linkExtension(folders, folder) {
  symlinkSync(resolve(folder), join(folders.extensions, 'linked-extension'));
}

function installVsix(folders, vsix) {
  const result = runCommandLine(folders, ['--install-extension', resolve(vsix)], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${vsix} cannot be installed:\n${result.stdout}${result.stderr}`);
}

/** Closes every window when this process is interrupted, then leaves with status 130. */
export function closeOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, async () => {
      await closeWindows();
      process.exit(130);
    });
  }
}
