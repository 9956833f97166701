// Builds dist/ (the bundles that ship) and, with --tests, out/ (every module and test on its own, for mocha).
// Usage: node tools/build.mjs [--tests] [--debug]   (--debug: bundles that a debugger can show, for no package)
import { buildDist, debugging } from './build/dist.mjs';
import { buildOut } from './build/out.mjs';

await buildDist(process.argv.includes('--debug') ? debugging : {});
if (process.argv.includes('--tests')) await buildOut();
