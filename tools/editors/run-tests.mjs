// Runs test/editors in real editors other than VS Code. Writes out/editors-results.json: { stats }.
// Usage: node tools/editors/run-tests.mjs [mocha options]   (after: node tools/build.mjs --tests)
import { spawnSync } from 'node:child_process';
import { findNeovim } from './find-neovim.mjs';

const mocha = [
  ...['node_modules/mocha/bin/mocha.js', '--no-config', '--timeout', '90000'],
  ...['--reporter', 'tools/mocha-reporter.cjs', '--reporter-option', 'file=out/editors-results.json'],
  ...['out/test/editors/*.test.js', ...process.argv.slice(2)],
];

try {
  const env = { ...process.env, AFD_LENS_NEOVIM: findNeovim() };
  process.exitCode = spawnSync(process.execPath, mocha, { stdio: 'inherit', env }).status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
