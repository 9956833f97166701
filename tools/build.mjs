// Builds dist/ (the bundles that ship) and, with --tests, out/ (every module and test on its own, for mocha).
// Usage: node tools/build.mjs [--tests]
import { buildDist } from './build/dist.mjs';
import { buildOut } from './build/out.mjs';

await buildDist();
if (process.argv.includes('--tests')) await buildOut();
