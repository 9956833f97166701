// What esbuild is told: the bundles of dist/, and how single modules become those of out/.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { version, homepage } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Options of everything that runs in Node. */
export const common = {
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
};

/** Programs by the name of their file in dist/. */
export const mains = { cli: 'server/src/cli/main.ts', server: 'server/src/language-server/main.ts' };

const inPage = { ...shipped, platform: 'browser', target: 'es2022', format: 'iife', external: [], outdir: 'dist' };

/** Those who run the programs, from npm or from the extension. */
const everywhere = ['npm', 'extension'];

/** The bundles of dist/: the packages that have each of them, and esbuild's options for it. */
export const bundles = [
  {
    packages: everywhere,
    options: {
      ...shipped,
      // Its other form loads parts of itself at run time, which a bundle does not have.
      alias: { tinyglobby: createRequire(import.meta.url).resolve('tinyglobby') },
      // One bundle for both, since they share most of their code; each runs only what it asks for.
      stdin: {
        contents: Object.entries(mains)
          .map(([name, main]) => `exports.${name} = () => require(${JSON.stringify(`./${main}`)});`)
          .join('\n'),
        resolveDir: '.',
      },
      outfile: 'dist/programs.js',
    },
  },
  {
    packages: everywhere,
    options: {
      ...shipped,
      entryPoints: {
        // Apart from the command line, so that only `afd-lens mcp` loads it.
        mcp: 'server/src/mcp/serve-tools.ts',
        // What works in threads, whoever starts them.
        worker: 'server/src/worker/main.ts',
      },
      outdir: 'dist',
    },
  },
  {
    packages: ['extension'],
    options: { ...shipped, entryPoints: { extension: 'client/src/extension.ts' }, outdir: 'dist' },
  },
  // What runs in the panel's page rather than in Node.
  {
    packages: ['extension'],
    options: { ...inPage, entryPoints: { 'sweep-panel': 'client/webview/main.ts' } },
  },
  {
    packages: ['extension'],
    options: { ...inPage, entryPoints: { 'sweep-panel': 'client/webview/sweep-panel.css' } },
  },
];
