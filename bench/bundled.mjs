import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';

/** What TypeScript files of this repository export, bundled to be timed: the names to take, by path from its root. */
export async function bundled(name, exportsByPath) {
  const folder = resolve('node_modules/.cache/bench');
  mkdirSync(folder, { recursive: true });
  const lines = Object.entries(exportsByPath).map(([path, names]) => `export { ${names} } from '${resolve(path)}';`);
  writeFileSync(`${folder}/${name}.ts`, lines.join('\n'));
  await build({
    entryPoints: [`${folder}/${name}.ts`],
    outfile: `${folder}/${name}.cjs`,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  return createRequire(import.meta.url)(`${folder}/${name}.cjs`);
}

/** Milliseconds of the first run, and the median of the next `repeats`. */
export function timed(run, repeats = 5) {
  const times = [];
  for (let i = 0; i <= repeats; i++) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  const [first, ...next] = times;
  return { first, median: next.sort((a, b) => a - b)[repeats >> 1] };
}
