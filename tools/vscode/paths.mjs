// Where the harness keeps what it installs. Both folders are ignored by git and left out of the package.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this repository. */
export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Holds the npm-borne workbench and browser. */
export const offlineRoot = join(repositoryRoot, '.vscode-offline');

/**
 * Flavours of the npm-borne workbench, by version of the npm package code-server. `node` is the runtime it needs, if not
 * ours; `needsDriver`: it looks at the window's development path only with --enable-smoke-test-driver.
 */
export const flavours = {
  '4.103.2': { vscode: '1.103.2', node: undefined, needsDriver: false },
  '4.139.1': { vscode: '1.139.1', node: '24.21.0', needsDriver: true },
};

/** The flavour in use: AFD_LENS_WORKBENCH, else the small one. */
export function chosenFlavour() {
  const name = process.env.AFD_LENS_WORKBENCH || '4.103.2';
  if (!Object.hasOwn(flavours, name)) {
    throw new Error(`AFD_LENS_WORKBENCH=${name}: known are ${Object.keys(flavours).join(' and ')}`);
  }
  return name;
}

/** The server's entry point and the Node to run it with, or undefined where this flavour is not installed. */
export function locateWorkbench(flavour = chosenFlavour()) {
  const folder = join(offlineRoot, `workbench-${flavour}`);
  const main = join(folder, 'vscode/out/server-main.js');
  if (!existsSync(main)) return undefined;
  const ownNode = join(folder, 'node/bin/node');
  return { folder, main, node: existsSync(ownNode) ? ownNode : process.execPath };
}
