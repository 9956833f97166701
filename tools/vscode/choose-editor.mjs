// Which VS Code runs the tests: the ordinary desktop one where it can be had and shown, else the npm-borne workbench.
// AFD_LENS_EDITOR=desktop or =workbench decides it outright.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './find-browser.mjs';
import { installWorkbench } from './install-workbench.mjs';

const updateServer = 'https://update.code.visualstudio.com/api/releases/stable';
const standIn = join(dirname(fileURLToPath(import.meta.url)), 'code.mjs');

/**
 * Returns `{ kind: 'desktop', display }` with display 'own' or 'xvfb', or `{ kind: 'workbench', executable }`.
 * Throws, saying what was tried and what to install, when neither can be had.
 */
export async function chooseEditor(wanted = process.env.AFD_LENS_EDITOR) {
  if (wanted && wanted !== 'desktop' && wanted !== 'workbench') {
    throw new Error(`AFD_LENS_EDITOR=${wanted}: it is "desktop" or "workbench", or not set`);
  }
  const tried = [];
  if (wanted !== 'workbench') {
    const display = findDisplay();
    if (!display) tried.push('desktop VS Code: no display and no xvfb-run');
    else if (await isReachable(updateServer)) return { kind: 'desktop', display };
    else tried.push('desktop VS Code: update.code.visualstudio.com cannot be reached');
  }
  if (wanted !== 'desktop') {
    try {
      installWorkbench();
      findBrowser();
      return { kind: 'workbench', executable: standIn };
    } catch (error) {
      tried.push(`npm-borne workbench: ${error.message}`);
    }
  }
  throw new Error(
    `No VS Code to run the tests in.\n${tried.map((line) => `  - ${line}\n`).join('')}` +
      'Either give a display (on Linux: install xvfb) and access to update.code.visualstudio.com, ' +
      'or, on Linux x64, access to the npm registry.',
  );
}

/** The desktop to show a window on: our own, a virtual one, or none. */
export function findDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return 'own';
  return findOnPath('xvfb-run') ? 'xvfb' : undefined;
}

/** The full path of a command on PATH, or undefined. */
export function findOnPath(command) {
  const names = process.platform === 'win32' ? [`${command}.cmd`, `${command}.exe`] : [command];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
}

async function isReachable(url) {
  try {
    return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}
