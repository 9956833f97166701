// Builds dist/ (the bundles that ship) and, with --tests, out/ (every module and test on its own, for mocha).
// Usage: node tools/build.mjs [--tests]
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { thirdPartyNotices } from './third-party-notices.mjs';

const { version, homepage } = JSON.parse(readFileSync('package.json', 'utf8'));

const common = {
  define: { packageVersion: JSON.stringify(version), packageHomepage: JSON.stringify(homepage) },
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
};

const shipped = {
  ...common,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: 'none',
  sourcemap: false,
  mainFields: ['module', 'main'],
  external: ['vscode'],
  entryPoints: {
    extension: 'client/src/extension.ts',
    'simulation-worker': 'server/src/sweep/simulation-worker.ts',
    'study-worker': 'server/src/analysis/study-worker.ts',
    'trace-worker': 'server/src/workload/trace-worker.ts',
  },
  outdir: 'dist',
};

/** Programs by the name of their file in dist/. */
const mains = { cli: 'server/src/cli/main.ts', server: 'server/src/language-server/main.ts' };

const sources = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));

rmSync('dist', { recursive: true, force: true });
const bundled = await build(shipped);
const programs = await build({
  ...shipped,
  // Its other form loads parts of itself at run time, which a bundle does not have.
  alias: { tinyglobby: createRequire(import.meta.url).resolve('tinyglobby') },
  // One bundle for both, since they share most of their code; each runs only what it asks for.
  entryPoints: undefined,
  stdin: {
    contents: Object.entries(mains)
      .map(([name, main]) => `exports.${name} = () => require(${JSON.stringify(`./${main}`)});`)
      .join('\n'),
    resolveDir: '.',
  },
  outdir: undefined,
  outfile: 'dist/programs.js',
});
for (const name of Object.keys(mains)) {
  writeFileSync(`dist/${name}.js`, `#!/usr/bin/env node\nrequire('./programs.js').${name}();\n`);
}
// Apart from the command line, so that only `afd-lens mcp` loads it.
const protocol = await build({ ...shipped, entryPoints: { mcp: 'server/src/mcp/serve-tools.ts' } });
// What runs in the panel's page rather than in Node.
await build({
  ...shipped,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  external: [],
  entryPoints: { 'sweep-panel': 'client/webview/main.ts' },
});
await build({ ...shipped, external: [], entryPoints: { 'sweep-panel': 'client/webview/sweep-panel.css' } });
for (const program of ['dist/cli.js', 'dist/server.js']) chmodSync(program, 0o755);
writeFileSync(
  'dist/third-party-notices.txt',
  thirdPartyNotices([bundled.metafile, programs.metafile, protocol.metafile]),
);
cpSync('server/src/latency/catalogue', 'dist/latency-profiles', { recursive: true });
for (const kind of ['devices', 'models'])
  cpSync(`server/src/latency/hardware/${kind}`, `dist/${kind}`, { recursive: true });
if (process.argv.includes('--tests')) {
  rmSync('out', { recursive: true, force: true });
  await build({
    ...common,
    sourcemap: 'inline',
    entryPoints: ['client/src', 'client/webview', 'server/src', 'test', 'bench'].flatMap(sources),
    outbase: '.',
    outdir: 'out',
  });
}
