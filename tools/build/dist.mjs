// dist/: the bundles that ship, the programs that start them, the catalogues and the notices.
import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { build, context } from 'esbuild';
import { thirdPartyNotices } from '../third-party-notices.mjs';
import { bundles, mains } from './bundles.mjs';
import { catalogues, documentsOf } from './catalogues.mjs';

/** What makes bundles readable in a debugger; such a dist/ is for no package. */
export const debugging = { minify: false, sourcemap: true };

/** Writes dist/ anew, with nothing of an earlier build in it; `more` for esbuild. */
export async function buildDist(more) {
  rmSync('dist', { recursive: true, force: true });
  await refreshDist(more);
}

/** Writes everything that a build writes over what is in dist/, which stays usable meanwhile; `more` for esbuild. */
export async function refreshDist(more) {
  writeBesides(await Promise.all(bundles.map(({ options }) => build({ ...options, ...more }))));
}

/** Returns a function that refreshes dist/ and each time bundles only what changed since its last call; `more` for esbuild. */
export async function distRefresher(more) {
  const contexts = await Promise.all(bundles.map(({ options }) => context({ ...options, ...more })));
  return async () => {
    const results = await Promise.allSettled(contexts.map((each) => each.rebuild()));
    for (const { reason } of results) if (reason) throw reason;
    writeBesides(results.map(({ value }) => value));
  };
}

function writeBesides(results) {
  for (const name of Object.keys(mains)) {
    writeFileSync(`dist/${name}.js`, `#!/usr/bin/env node\nrequire('./programs.js').${name}();\n`);
    chmodSync(`dist/${name}.js`, 0o755);
  }
  writeFileSync('dist/third-party-notices.txt', thirdPartyNotices(results.map(({ metafile }) => metafile)));
  for (const [name, folder] of Object.entries(catalogues))
    for (const document of documentsOf(folder)) cpSync(document.path, `dist/${name}/${document.name}.yaml`);
}
