// dist/: the bundles that ship, the programs that start them, the catalogues and the notices.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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

/** Brings dist/ up to date and writes only what changes, so that whoever uses it meanwhile notices nothing; `more` for esbuild. */
export async function refreshDist(more) {
  writeResults(await Promise.all(bundles.map(({ options }) => build({ ...options, ...more, write: false }))));
}

/** Returns a function that refreshes dist/ and each time bundles only what changed since its last call; `more` for esbuild. */
export async function distRefresher(more) {
  const contexts = await Promise.all(bundles.map(({ options }) => context({ ...options, ...more, write: false })));
  return async () => {
    const results = await Promise.allSettled(contexts.map((each) => each.rebuild()));
    for (const { reason } of results) if (reason) throw reason;
    writeResults(results.map(({ value }) => value));
  };
}

/** Writes the bundles, and what stands beside them. */
function writeResults(results) {
  for (const { path, contents } of results.flatMap(({ outputFiles }) => outputFiles)) writeChanged(path, contents);
  for (const name of Object.keys(mains)) {
    writeChanged(`dist/${name}.js`, Buffer.from(`#!/usr/bin/env node\nrequire('./programs.js').${name}();\n`));
    chmodSync(`dist/${name}.js`, 0o755);
  }
  const notices = thirdPartyNotices(results.map(({ metafile }) => metafile));
  writeChanged('dist/third-party-notices.txt', Buffer.from(notices));
  for (const [name, folder] of Object.entries(catalogues))
    for (const { name: id, path } of documentsOf(folder)) writeChanged(`dist/${name}/${id}.yaml`, readFileSync(path));
}

function writeChanged(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}
