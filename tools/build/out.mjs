// out/: every module and test on its own, for mocha.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, version } from 'esbuild';
import { common } from './bundles.mjs';

const options = { ...common, sourcemap: 'inline', outbase: '.', outdir: 'out' };
/** Says with what the modules in out/ were made; made otherwise, none of them counts. */
const stampFile = 'out/made-with.json';
const stamp = JSON.stringify({ version, options });

/** Folders whose modules are in out/ too. */
export const sourceFolders = ['client/src', 'client/webview', 'server/src', 'test', 'bench', 'validation'];

/** The file in out/ that a source file becomes. */
export const outFileOf = (source) => join('out', source.replace(/\.ts$/, '.js'));

/** Writes out/ anew, with nothing of an earlier build in it. */
export async function buildOut() {
  rmSync('out', { recursive: true, force: true });
  await refreshOut();
}

/** Transpiles the sources that changed since they last were, and removes what has no source any more; `more` for esbuild. */
export async function refreshOut(more) {
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) forgetAll();
  const sources = sourceFolders.flatMap((folder) => filesIn(folder, '.ts'));
  const made = new Set(sources.map(outFileOf));
  const stray = sourceFolders
    .flatMap((folder) => filesIn(join('out', folder), '.js'))
    .filter((file) => !made.has(file));
  for (const file of stray) rmSync(file);
  const changed = sources.filter((source) => timeOf(source) !== timeOf(outFileOf(source)));
  if (changed.length > 0) {
    const times = changed.map((source) => [outFileOf(source), statSync(source).mtime]);
    await build({ ...options, ...more, entryPoints: changed });
    // A module as old as its source is up to date, also where an older source came back.
    for (const [file, time] of times) utimesSync(file, time, time);
  }
}

function forgetAll() {
  for (const folder of sourceFolders) rmSync(join('out', folder), { recursive: true, force: true });
  mkdirSync('out', { recursive: true });
  writeFileSync(stampFile, stamp);
}

const timeOf = (file) => statSync(file, { throwIfNoEntry: false })?.mtime.getTime();

const filesIn = (folder, ending) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
        .map((entry) => join(entry.parentPath, entry.name))
    : [];
