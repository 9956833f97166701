// Runs some test files: transpiles what changed into out/, builds dist/ where a test uses it, and runs mocha on just these.
// Usage: npm run test:one -- NAME... [mocha options]   (NAME: barrier, provisioning/barrier, a folder, a file; CONTRIBUTING.md)
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { refreshDist } from './build/dist.mjs';
import { outFileOf, refreshOut } from './build/out.mjs';
import { findTests, needsDist } from './find-tests.mjs';

const args = process.argv.slice(2);
const names = args.slice(
  0,
  Math.max(
    0,
    args.findIndex((arg) => arg.startsWith('-')),
  ) || args.length,
);
const options = args.slice(names.length);

const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => join('test', file).replaceAll('\\', '/'))
  .sort();

/** A path from the root, as the tests are listed. */
const fromHere = (name) => (isAbsolute(name) ? relative('', name) : name);

try {
  if (names.length === 0 || names[0].startsWith('-'))
    throw new Error(
      'Name a test file or a folder of tests first: npm run test:one -- provisioning/barrier --grep TEXT',
    );
  const chosen = [...new Set(names.flatMap((name) => findTests(fromHere(name), tests)))];
  await Promise.all([refreshOut(), needsDist(chosen) && refreshDist()]);
  process.exitCode = runMocha(chosen);
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

function runMocha(files) {
  const reporter = files.length > 1 ? ['--reporter', 'dot'] : ['--reporter', 'spec'];
  const own = options.some((option) => /^(?:-R|--reporter)/.test(option)) ? [] : reporter;
  const main = ['--enable-source-maps', 'node_modules/mocha/bin/mocha.js', '--fail-zero'];
  const mocha = [...main, ...own, ...files.map(outFileOf), ...options];
  return spawnSync(process.execPath, mocha, { stdio: 'inherit' }).status ?? 1;
}
