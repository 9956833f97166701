// Runs test/vscode/suite in a real VS Code: each scenario below in a window of its own, over its own copy of a workspace.
// Writes out/vscode-results.json: { stats: { passes, failures, pending }, failures: [...] }.
// Usage: node tools/vscode/run-tests.mjs [--grep TEXT] [--scenario NAME]   (after: node tools/build.mjs --tests)
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { chooseEditor, findOnPath } from './choose-editor.mjs';
import { chosenFlavour, repositoryRoot } from './paths.mjs';

/** `files` of the suite, in windows that differ in workspace and trust. */
const scenarios = [
  { name: 'features', workspace: 'deployments', files: undefined },
  { name: 'restricted', workspace: 'deployments', files: ['restricted-mode'], restricted: true },
  // In this order: what is not ours leaves the extension asleep, and a launch wakes it.
  { name: 'plain-yaml', workspace: 'plain-yaml', files: ['without-afd-files', 'launches'] },
];
const ownWindow = new Set(scenarios.flatMap(({ files }) => files ?? []));

const desktopArguments = ['--disable-extensions', '--skip-welcome', '--disable-telemetry', '--disable-updates'];

const resultsFile = join(repositoryRoot, 'out/vscode-results.json');

/** Makes mocha one CommonJS module, where the suite finds it: the extension host of VS Code 1.91 cannot require ES modules. */
function bundleMocha() {
  const outfile = join(repositoryRoot, 'out/node_modules/mocha.js');
  const options = { bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' };
  return build({ ...options, absWorkingDir: repositoryRoot, entryPoints: ['mocha'], outfile });
}

/** Runs the scenarios in `editor` and writes the results; returns them. */
async function runScenarios(editor, { grep, scenario }) {
  const executable = editor.kind === 'workbench' ? editor.executable : await downloadDesktop();
  console.log(
    `VS Code tests in ${editor.kind === 'workbench' ? `the npm-borne workbench ${chosenFlavour()}` : executable}`,
  );
  await bundleMocha();
  const total = { stats: { passes: 0, failures: 0, pending: 0 }, failures: [] };
  for (const each of scenarios) {
    if (scenario && each.name !== scenario) continue;
    if (each.restricted && editor.kind === 'desktop') {
      // runTests always disables workspace trust on the desktop.
      console.log(`${each.name}: left out, it needs the npm-borne workbench`);
      continue;
    }
    const { stats, failures } = await runScenario(each, executable, grep);
    for (const key of Object.keys(total.stats)) total.stats[key] += stats[key];
    total.failures.push(...failures);
  }
  writeFileSync(resultsFile, JSON.stringify(total, null, 2));
  return total;
}

/** AFD_LENS_VSCODE_VERSION: a version, or `stable` (the default) or `insiders`. */
const downloadDesktop = () => downloadAndUnzipVSCode(process.env.AFD_LENS_VSCODE_VERSION || 'stable');

async function runScenario({ name, workspace, files, restricted }, executable, grep) {
  const scratch = mkdtempSync(join(tmpdir(), 'afd-lens-test-'));
  const resultFile = join(scratch, 'result.json');
  const folder = join(scratch, 'workspace');
  cpSync(join(repositoryRoot, 'test/vscode/workspaces', workspace), folder, { recursive: true });
  const userData = join(scratch, 'user');
  mkdirSync(userData);
  const environment = {
    AFD_LENS_TEST_RESULT: resultFile,
    AFD_LENS_TEST_FILES: JSON.stringify(files ?? null),
    AFD_LENS_TEST_OTHER_FILES: JSON.stringify([...ownWindow]),
    AFD_LENS_TEST_GREP: grep ?? '',
    AFD_LENS_RESTRICTED: restricted ? '1' : '',
  };
  let failure;
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: repositoryRoot,
      extensionTestsPath: join(repositoryRoot, 'out/test/vscode/suite/index.js'),
      extensionTestsEnv: environment,
      launchArgs: [folder, ...desktopArguments, `--user-data-dir=${userData}`],
    });
  } catch (error) {
    failure = error;
  }
  try {
    if (existsSync(resultFile)) {
      const result = JSON.parse(readFileSync(resultFile, 'utf8'));
      if (result.stats.failures > 0) printExtensionLog(userData);
      return result;
    }
    printExtensionLog(userData);
    const reason = `${name}: no result (${failure?.message ?? 'the window closed'})`;
    return { stats: { passes: 0, failures: 1, pending: 0 }, failures: [reason] };
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What the extension and its server logged, for who looks into a failure. */
function printExtensionLog(userData) {
  for (const file of readdirSync(userData, { recursive: true })) {
    if (file.endsWith('AFD Lens.log')) console.error(`AFD Lens.log:\n${readFileSync(join(userData, file), 'utf8')}`);
  }
}

/** Runs this script again on a virtual display; returns its exit status. */
function runUnderXvfb() {
  const args = ['-a', process.execPath, ...process.argv.slice(1)];
  const env = { ...process.env, AFD_LENS_EDITOR: 'desktop' };
  return spawnSync(findOnPath('xvfb-run'), args, { stdio: 'inherit', env }).status ?? 2;
}

const { values } = parseArgs({ options: { grep: { type: 'string' }, scenario: { type: 'string' } } });
try {
  const editor = await chooseEditor();
  if (editor.kind === 'desktop' && editor.display === 'xvfb') process.exit(runUnderXvfb());
  const { stats, failures } = await runScenarios(editor, values);
  for (const failure of failures) console.error(`FAILED ${failure}`);
  console.log(`VS Code: ${stats.passes} passed, ${stats.failures} failed, ${stats.pending} pending`);
  process.exitCode = stats.failures > 0 || stats.passes === 0 ? 1 : 0;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
