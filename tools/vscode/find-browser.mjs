// Which headless browser drives the web workbench: the one the user names, an installed one, the one npm carries.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installBrowser } from './install-browser.mjs';

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'msedge',
];

const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Returns `{ executable, env, origin }`: what to start and the environment it needs besides ours.
 * Installs npm's browser when there is no other. Throws, saying what was tried, when there is none at all.
 */
export function findBrowser() {
  const named = process.env.AFD_LENS_BROWSER;
  if (named) {
    if (existsSync(named)) return { executable: named, env: {}, origin: 'AFD_LENS_BROWSER' };
    throw new Error(`AFD_LENS_BROWSER names ${named}, and there is no such file`);
  }
  const installed = findInstalledBrowser();
  if (installed) return { executable: installed, env: {}, origin: 'installed' };
  try {
    return { ...installBrowser(), origin: 'npm @sparticuz/chromium' };
  } catch (error) {
    throw new Error(
      `no headless browser: AFD_LENS_BROWSER is not set, no Chromium, Chrome or Edge is installed, and ${error.message}. ` +
        'Install Chromium (Debian: apt-get install chromium) or set AFD_LENS_BROWSER to its executable.',
    );
  }
}

function findInstalledBrowser() {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = commands.flatMap((command) => folders.map((folder) => join(folder, command + suffix)));
  return [...candidates, ...applications].find(existsSync);
}
