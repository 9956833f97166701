// Keeps dist/ and out/ up to date while you work: builds both, then again whatever a change asks for. Ctrl-C ends it.
// Usage: npm run watch
import { spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import { debugging, distRefresher } from './build/dist.mjs';
import { refreshOut, sourceFolders } from './build/out.mjs';

/** Changes within so many milliseconds are built together. */
const pause = 80;
/** What `npm run generate` reads. */
const generates = /^schemas\/|^server\/src\/latency\/(?:catalogue|hardware\/(?:devices|models))\//;

const refreshDist = await distRefresher({ ...debugging, logLevel: 'silent' });
const changed = new Set();
let timer;
let building = false;
let failed = false;

for (const folder of [...new Set([...sourceFolders, 'schemas'])]) {
  watch(folder, { recursive: true }, (_, name) => {
    const path = `${folder}/${name}`.replaceAll('\\', '/');
    if (!/\.(?:ts|css|ya?ml|json)$/.test(path) || path.startsWith('test/fixtures/')) return;
    changed.add(path);
    soon();
  });
}
await rebuild();

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => !building && rebuild(), pause);
}

async function rebuild() {
  building = true;
  const paths = [...changed];
  changed.clear();
  const start = performance.now();
  // After a failure, so that an editor that reads these lines forgets the old problems.
  if (failed) console.log(`${clock()} building`);
  const problems = await build(paths);
  failed = problems.length > 0;
  for (const problem of problems) console.log(problem);
  const after = paths.length === 0 ? '' : ` after ${paths.length === 1 ? paths[0] : `${paths.length} changes`}`;
  console.log(`${clock()} ${failed ? 'not built' : 'built'}${after} (${Math.round(performance.now() - start)} ms)`);
  building = false;
  if (changed.size > 0) soon();
}

/** Builds what needs it after changes of `paths`; returns what went wrong, a line for each. */
async function build(paths) {
  if (paths.some((path) => generates.test(path)) && !generate()) return ['npm run generate failed'];
  const results = await Promise.allSettled([refreshDist(), refreshOut({ logLevel: 'silent' })]);
  const reasons = results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason);
  return [...new Set(reasons.flatMap((reason) => reason.errors?.map(problemLine) ?? [reason.message]))];
}

const problemLine = ({ text, location }) =>
  location ? `${location.file}:${location.line}:${location.column + 1}: error: ${text}` : `error: ${text}`;

function generate() {
  const stdio = ['ignore', 'ignore', 'inherit'];
  return spawnSync(process.execPath, ['tools/generate.mjs'], { stdio }).status === 0;
}

function clock() {
  return new Date().toTimeString().slice(0, 8);
}
