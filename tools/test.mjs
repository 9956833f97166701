// Runs every check and every test of the project, side by side, and ends with "N passed, N failed", before that the gates that failed.
// Usage: node tools/test.mjs [--core]   (--core: without editors and packaging)
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const summaryFile = 'out/test-summary.txt';
const coreOnly = process.argv.includes('--core');

/** How long one wait may last: machines are slow at times. A test has several. */
const patienceMs = Number(process.env.AFD_LENS_PATIENCE_MS ?? 300_000);
const env = { ...process.env, AFD_LENS_PATIENCE_MS: String(patienceMs) };
/** Processes that run tests beside each other; each takes up to a gigabyte. */
const jobs = Math.min(8, 1 + availableParallelism());

const node = process.execPath;
const [tsc, biome, mocha] = ['typescript/bin/tsc', '@biomejs/biome/bin/biome', 'mocha/bin/mocha.js'].map(
  (path) => `node_modules/${path}`,
);
const coreTests = [
  ...[mocha, '--parallel', '--jobs', String(jobs), '--timeout', String(4 * patienceMs)],
  ...['--reporter', 'tools/mocha-reporter.cjs', 'out/test/**/*.test.js'],
];

/** A gate passes or fails as one, or with the counts of the tests that its `results` hold. */
const build = { title: 'build', command: [node, 'tools/build.mjs', '--tests'] };
const core = { title: 'core and protocol tests', command: [node, ...coreTests], results: 'out/core-results.json' };
const sources = [
  { title: 'types', command: [node, tsc, '--noEmit'] },
  { title: 'types of the webview', command: [node, tsc, '--noEmit', '-p', 'client/webview'] },
  { title: 'format and lint', command: [node, biome, 'check', '--error-on-warnings', '.'] },
  { title: 'structure', command: [node, 'tools/check-structure.mjs'] },
  { title: 'generated files are fresh', command: [node, 'tools/generate.mjs', '--check'] },
];
const npmPackage = { title: 'npm package', command: [node, 'tools/npm-package-check.mjs'] };
const editors = [
  {
    title: 'tests in a real VS Code',
    command: [node, 'tools/vscode/run-tests.mjs'],
    results: 'out/vscode-results.json',
  },
  { title: 'package, and its sweep panel in a real VS Code', command: [node, 'tools/package-check.mjs'] },
  {
    title: 'tests in other editors',
    command: [node, 'tools/editors/run-tests.mjs'],
    results: 'out/editors-results.json',
  },
  { title: 'npm start -- --check', command: ['npm', 'start', '--silent', '--', '--check'] },
];

/** Gates that run now, with what they have written so far. */
const running = new Set();
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.once(signal, () => {
    for (const { title, child, output } of running) {
      console.log(`\n== ${title}: not finished\n${output.join('')}`);
      child.kill(signal);
    }
    process.exit(status);
  });
}

rmSync(summaryFile, { force: true });
const done = await inTurn([build]);
// Gates of a lane run one after the other. Editors mostly wait, and so leave the processor to the tests.
const lanes = coreOnly ? [[core], sources] : [[core], [...sources, npmPackage], editors];
done.push(...(await Promise.all(lanes.map(inTurn))).flat());

const sum = (key) => done.reduce((total, gate) => total + gate[key], 0);
const failures = done.filter(({ failed }) => failed > 0);
const lines = [
  ...failures.map(({ title, failed, results }) => `FAILED ${title}${results ? `: ${failed}` : ''}`),
  `${sum('passed')} passed, ${sum('failed')} failed`,
];
mkdirSync('out', { recursive: true });
writeFileSync(summaryFile, `${lines.join('\n')}\n`);
console.log(`\n${lines.join('\n')}`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function inTurn(gates) {
  const results = [];
  for (const gate of gates) results.push(await run(gate));
  return results;
}

/** Runs a gate, then prints in one piece what it wrote; returns it with its counts. */
async function run(gate) {
  if (gate.results) rmSync(gate.results, { force: true });
  const started = performance.now();
  const { ok, output } = await outcomeOf(gate);
  const counts = gate.results ? countsOf(gate.results, ok) : { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`\n== ${gate.title}: ${counts.failed === 0 ? 'passed' : 'FAILED'} (${seconds} s)\n${output.trimEnd()}`);
  return { ...gate, ...counts };
}

function outcomeOf({ title, command: [program, ...args] }) {
  const child = spawn(program, args, { env, shell: process.platform === 'win32', stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  const gate = { title, child, output };
  running.add(gate);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => output.push(text));
  return new Promise((resolve) => {
    const end = (ok) => {
      running.delete(gate);
      resolve({ ok, output: output.join('') });
    };
    child.once('error', (error) => {
      output.push(`${error.message}\n`);
      end(false);
    });
    child.once('close', (status) => end(status === 0));
  });
}

/** The counts that a run of tests has left; a run without any, or that failed for no test, is one failure. */
function countsOf(file, ok) {
  const { passes = 0, failures = 0 } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).stats : {};
  const failedBeside = passes === 0 || (!ok && failures === 0);
  return { passed: passes, failed: failures + (failedBeside ? 1 : 0) };
}
