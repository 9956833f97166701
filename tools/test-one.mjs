// Runs some test files: transpiles what changed into out/, builds dist/ where a test uses it, and runs mocha on just these.
// Usage: npm run test:one -- NAME... [mocha options]   (NAME: barrier, provisioning/barrier, a folder, a file; CONTRIBUTING.md)
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
  await runMocha(chosen);
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

/** Runs mocha in this process, so that a debugger of this process is one of the tests. */
async function runMocha(files) {
  const reporter = ['--reporter', files.length > 1 ? 'dot' : 'spec'];
  const own = options.some((option) => /^(?:-R|--reporter)/.test(option)) ? [] : reporter;
  process.setSourceMapsEnabled(true);
  process.argv.splice(2, args.length, '--fail-zero', ...own, ...files.map(outFileOf), ...options);
  await import('../node_modules/mocha/bin/mocha.js');
}
