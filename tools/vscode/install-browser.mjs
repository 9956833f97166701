// Installs a headless Chromium from the npm registry: @sparticuz/chromium carries the browser in its tarball,
// together with the shared libraries and fonts that a bare Linux lacks. Only those files are taken, none of its code.
// Usage: node tools/vscode/install-browser.mjs
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { unpackPackage } from './npm-tarball.mjs';
import { offlineRoot } from './paths.mjs';

const version = '153.0.0';
const home = join(offlineRoot, `browser-${version}`);

/** Installs the browser unless it is there; returns `{ executable, env }`. Throws on other systems than Linux x64. */
export function installBrowser() {
  if (!existsSync(home)) {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new Error(`npm's @sparticuz/chromium is for Linux on x64, this is ${process.platform} on ${process.arch}`);
    }
    console.error(`Installing a headless browser (npm @sparticuz/chromium ${version}); once, a few seconds.`);
    mkdirSync(offlineRoot, { recursive: true });
    const building = mkdtempSync(join(offlineRoot, 'installing-'));
    try {
      build(building);
      if (!existsSync(home)) renameSync(building, home);
    } finally {
      rmSync(building, { recursive: true, force: true });
    }
  }
  return { executable: join(home, 'chromium'), env: environment() };
}

function build(folder) {
  const unpacked = join(folder, 'package');
  unpackPackage(`@sparticuz/chromium@${version}`, unpacked);
  const read = (file) => brotliDecompressSync(readFileSync(join(unpacked, 'bin', file)));
  writeFileSync(join(folder, 'chromium'), read('chromium.br'));
  chmodSync(join(folder, 'chromium'), 0o755);
  for (const archive of ['al2023.tar.br', 'fonts.tar.br']) {
    execFileSync('tar', ['-x', '--no-same-owner', '-C', folder], { input: read(archive) });
  }
  writeFileSync(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?><fontconfig><dir>${home}/fonts</dir><cachedir>${home}/fonts-cache</cachedir></fontconfig>\n`,
  );
  rmSync(unpacked, { recursive: true });
}

function environment() {
  const libraries = [join(home, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  // The system's own fonts where there are any: they include a monospaced one.
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: home };
  return { LD_LIBRARY_PATH: libraries, ...fonts };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(installBrowser().executable);
