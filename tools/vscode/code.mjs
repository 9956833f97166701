#!/usr/bin/env node
// Stands in for the `code` executable, for runTests({ vscodeExecutablePath }) of @vscode/test-electron: runs the tests in the
// npm-borne workbench in a headless browser. Exit status: the run's own; 70 the machinery broke; 124 no result in time.
// Environment: AFD_LENS_TEST_TIMEOUT_MS (default: ten times the patience of one wait), AFD_LENS_VERBOSE=1 shows every log line, AFD_LENS_RESTRICTED=1 opens
// the folder in Restricted Mode.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, parseArgs } from 'node:util';
import { patienceMs } from './patience.mjs';
import { closeWindows, makeFolders, openWindow, runCommandLine } from './workbench.mjs';

const verbose = !!process.env.AFD_LENS_VERBOSE;
const timeout = Number(process.env.AFD_LENS_TEST_TIMEOUT_MS ?? 10 * patienceMs);

const one = { type: 'string' };
const many = { type: 'string', multiple: true };
const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: many,
    extensionTestsPath: one,
    'user-data-dir': one,
    'extensions-dir': one,
    'folder-uri': many,
    'file-uri': many,
    'install-extension': many,
    'uninstall-extension': many,
  },
});

/** Lines of the workbench itself, as against what the tests print. */
const workbenchLines = [
  /^Resolv(ing|ed) connection token/,
  /^Creating a socket \(/,
  /^\[reconnection-grace-time\]/,
  /^Updating additional builtin/,
  /^Ignoring fetching additional builtin/,
  /^Failed to read product extensions/,
  /^\[Service Worker\] registration/,
  /^Using extension service worker/,
  /^Started local extension host/,
  /^\[LifecycleService\]/,
  /^ChatSessionStore: /,
  /^Canceled: Canceled/,
  /^\[(ChatModelSelection|AgentHost|AgentHost:remote|AccountPolicyGate|RemoteAgentHostProtocol)\]/,
  /^Via 'product\.json#extensionEnabledApiProposals'/,
  /^Extension '.*' (CANNOT use|wants) API proposal/,
];

const commandLineOnly = ['install-extension', 'uninstall-extension', 'list-extensions', 'version', 'help'];
if (commandLineOnly.some((name) => values[name])) {
  const folders = makeFolders({ userDataDir: values['user-data-dir'], extensionsDir: values['extensions-dir'] });
  const args = process.argv.slice(2).filter((argument) => !/^--(user-data-dir|extensions-dir)=/.test(argument));
  const { status } = runCommandLine(folders, args, { stdio: 'inherit' });
  folders.remove();
  process.exit(status ?? 70);
}

let finishing = false;
async function finish(status, why) {
  if (finishing) return;
  finishing = true;
  if (why) process.stderr.write(`code.mjs: ${why}\n`);
  await closeWindows();
  process.stdout.write('', () => process.exit(status));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => finish(130, signal));
process.on('uncaughtException', (error) => finish(70, error.stack));
process.on('unhandledRejection', (error) => finish(70, error?.stack ?? error));
setTimeout(() => finish(124, `no result after ${timeout} ms (AFD_LENS_VERBOSE=1 shows more)`), timeout).unref();

const toPath = (text) => (text.startsWith('file:') ? fileURLToPath(text) : resolve(text));
const targets = [...positionals, ...(values['folder-uri'] ?? []), ...(values['file-uri'] ?? [])]
  .map(toPath)
  .filter(existsSync);
const workspace = targets.find((target) => target.endsWith('.code-workspace'));
const folder = targets.find((target) => statSync(target).isDirectory());

const { server, browser } = await openWindow({
  userDataDir: values['user-data-dir'],
  extensionsDir: values['extensions-dir'],
  restricted: !!process.env.AFD_LENS_RESTRICTED,
  log: verbose ? '/dev/stderr' : undefined,
  workspace,
  folder,
  file: targets.find((target) => target !== workspace && target !== folder),
  developmentPaths: (values.extensionDevelopmentPath ?? []).map(toPath),
  testsPath: values.extensionTestsPath && toPath(values.extensionTestsPath),
  disableExtensions: !!values['disable-extensions'],
  async beforeLoad(page) {
    page.on('crash', () => finish(70, 'the page crashed'));
    if (verbose) page.on('console', (message) => process.stderr.write(`[page] ${message.text()}\n`));
    await page.exposeFunction('codeAutomationLog', (type, args) => {
      const line = format(...args);
      if (!verbose && workbenchLines.some((pattern) => pattern.test(line))) return;
      (type === 'error' || type === 'warn' ? process.stderr : process.stdout).write(`${line}\n`);
    });
    await page.exposeFunction('codeAutomationExit', (status) => finish(status));
  },
});
server.child.once('exit', (status) => finish(70, `the server ended (${status})`));
browser.on('disconnected', () => finish(70, 'the browser went away'));
