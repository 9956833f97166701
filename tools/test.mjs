// Runs every check and every test of the project and ends with "N passed, N failed".
// Usage: node tools/test.mjs [--core]   (--core: without editors and packaging)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const summaryFile = 'out/test-summary.txt';
const coreOnly = process.argv.includes('--core');
let passed = 0;
let failed = 0;

function run(title, command, args) {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  return status === 0;
}

/** A step that passes or fails as one. */
function gate(title, command, args) {
  if (run(title, command, args)) passed += 1;
  else failed += 1;
}

/** A step whose mocha run writes its counts to a file; a run without counts is one failure. */
function suite(title, command, args, resultFile) {
  rmSync(resultFile, { force: true });
  const ok = run(title, command, args);
  const stats = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')).stats : undefined;
  passed += stats?.passes ?? 0;
  failed += stats?.failures ?? 0;
  if (!stats || (!ok && stats.failures === 0) || stats.passes === 0) failed += 1;
}

const node = process.execPath;
gate('generated files are fresh', node, ['tools/generate.mjs', '--check']);
gate('types', 'npx', ['tsc', '--noEmit']);
gate('types of the webview', 'npx', ['tsc', '--noEmit', '-p', 'client/webview']);
gate('format and lint', 'npx', ['biome', 'check', '--error-on-warnings', '.']);
gate('structure', node, ['tools/check-structure.mjs']);
gate('build', node, ['tools/build.mjs', '--tests']);
mkdirSync('out', { recursive: true });
suite(
  'core and protocol tests',
  'npx',
  ['mocha', '--reporter', 'tools/mocha-reporter.cjs', 'out/test/**/*.test.js'],
  'out/core-results.json',
);
if (!coreOnly) {
  suite('tests in a real VS Code', node, ['tools/vscode/run-tests.mjs'], 'out/vscode-results.json');
  suite('tests in other editors', node, ['tools/editors/run-tests.mjs'], 'out/editors-results.json');
  gate('sweep panel in the npm-borne workbench', node, ['tools/vscode/sweep-panel-check.mjs']);
  gate('npm start -- --check', 'npm', ['start', '--silent', '--', '--check']);
  gate('npm package', node, ['tools/npm-package-check.mjs']);
  gate('package', node, ['tools/package-check.mjs']);
}

const summary = `${passed} passed, ${failed} failed`;
writeFileSync(summaryFile, `${summary}\n`);
console.log(`\n${summary}`);
process.exitCode = failed === 0 ? 0 : 1;
