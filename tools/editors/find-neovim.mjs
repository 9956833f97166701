// Which Neovim the tests drive: the one the user names, an installed one, else Debian's, installed here.
import { spawnSync } from 'node:child_process';
import { findOnPath } from '../vscode/choose-editor.mjs';

const oldest = 7;

/** Returns the executable of a Neovim from 0.7. Throws, saying what to install, when there is none and none can be had. */
export function findNeovim() {
  const executable = process.env.AFD_LENS_NEOVIM || findOnPath('nvim') || installFromDebian();
  const { stdout, status } = spawnSync(executable, ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /^NVIM v(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  if (status !== 0 || !major) throw new Error(`${executable} is no Neovim`);
  if (major === '0' && Number(minor) < oldest) {
    throw new Error(`${executable} is 0.${minor}; the tests need Neovim 0.${oldest} or newer. ${advice}`);
  }
  return executable;
}

const advice =
  'Install Neovim (Debian and Ubuntu: apt-get install neovim; others: https://neovim.io) or set AFD_LENS_NEOVIM to its executable.';

function installFromDebian() {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
  if (!findOnPath('apt-get') || (asRoot.length > 0 && !findOnPath('sudo'))) {
    throw new Error(`Neovim is not installed. ${advice}`);
  }
  console.error('Installing Neovim from the packages of this system; once, a few seconds.');
  const aptGet = (...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', '--yes', '--quiet=2', ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status, stderr } = spawnSync(command, rest, { encoding: 'utf8', env });
    if (status !== 0) console.error(stderr.trim());
    return status === 0;
  };
  const install = () => aptGet('install', '--no-install-recommends', 'neovim');
  // Without lists of packages, or with old ones, only an update helps.
  const installed = install() || (aptGet('update') && install());
  const executable = installed ? findOnPath('nvim') : undefined;
  if (!executable) throw new Error(`Neovim cannot be installed from here. ${advice}`);
  return executable;
}
