// Packs the npm package, checks content and size, installs it where nothing else is, and uses it there as teams do: by npx,
// in an editor, as a global program, as a pre-commit hook, in the job for GitLab and in the action, all without a network.
// Usage: node tools/npm-package-check.mjs   (after: node tools/build.mjs)
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { contentsOf, differences } from './build/contents.mjs';
import { driveLanguageServer } from './drive-language-server.mjs';
import { repositoryRoot } from './vscode/paths.mjs';

const sizeLimit = 1_000_000;
const release = join(repositoryRoot, 'out', 'release');
const example = 'paper-base-case.afd.yaml';

const scratch = mkdtempSync(join(tmpdir(), 'afd-lens-npm-'));
const problems = [];
const environment = {
  ...process.env,
  npm_config_offline: 'true',
  npm_config_cache: join(scratch, 'npm-cache'),
  npm_config_loglevel: 'error',
  npm_config_update_notifier: 'false',
  PREK_HOME: join(scratch, 'prek'),
};
try {
  expect('release', [process.execPath, 'tools/make-release.mjs'], { cwd: repositoryRoot });
  const tarball = pack();
  const project = install(tarball);
  useByNpx(project);
  installGlobally(tarball);
  await useInEditor(project);
  useAsHook();
  useInGitlab(project, tarball);
  useInAction(project, tarball);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const problem of problems) console.error(`npm package: ${problem}`);
console.log(problems.length === 0 ? 'npm package: good' : `npm package: ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Packs the release; returns the path of the tarball. */
function pack() {
  const { out } = expect('npm pack', ['npm', 'pack', '--json', '--pack-destination', scratch], { cwd: release });
  const [{ filename, files, size }] = Object.values(JSON.parse(out));
  const paths = files.map(({ path }) => path);
  console.log(`${paths.length} files, tarball of ${(size / 1000).toFixed(0)} kB`);
  if (size > sizeLimit) problems.push(`${size} bytes, more than ${sizeLimit}`);
  problems.push(...differences(contentsOf('npm'), paths));
  const { dependencies, devDependencies, scripts } = JSON.parse(readFileSync(join(release, 'package.json'), 'utf8'));
  if (dependencies || devDependencies || scripts) problems.push('package.json names dependencies or scripts');
  return join(scratch, filename);
}

/** Installs the tarball into a folder with nothing but a manifest in it; returns the folder. */
function install(tarball) {
  const project = join(scratch, 'project');
  mkdirSync(project);
  cpSync(join(repositoryRoot, 'examples', example), join(project, example));
  expect('npm install', ['npm', 'install', tarball], { cwd: project });
  const installed = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
  if (installed.join() !== 'afd-lens') problems.push(`installed: ${installed.join(', ')}`);
  return project;
}

function useByNpx(project) {
  const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
  const message = { jsonrpc: '2.0', id: 1, method: 'initialize', params: hello };
  const uses = [
    [['afd-lens', 'check'], /AFD101 4A:1F is attention-bound[\s\S]*\n2 warnings in 1 file; deployments: 2 evaluated/],
    [['afd-lens', 'check', '--format', 'sarif'], /"helpUri"/],
    [['afd-lens', 'explain', example], /optimum 10A:1F/],
    [['afd-lens', 'explain', 'AFD101'], /^AFD101: Ratio mis-sized/],
    [['afd-lens', 'simulate', example, '--ratios', '8..12', '--requests', '1000'], /simulated/],
    [['afd-lens', 'mcp'], /"serverInfo":\{"name":"afd-lens"/, `${JSON.stringify(message)}\n`],
    [['afd-language-server', '--version'], /^\d+\.\d+\.\d+\n$/],
  ];
  for (const [args, expected, input] of uses) {
    expect(`npx ${args.join(' ')}`, ['npx', '--no-install', ...args], { cwd: project, input }, expected);
  }
}

async function useInEditor(project) {
  const program = ['npx', '--no-install', 'afd-language-server', '--stdio'];
  const amiss = await driveLanguageServer(program, project, join(scratch, 'fixtures'));
  if (amiss.length === 0) console.log(`  ${program.join(' ')}`);
  problems.push(...amiss);
}

function installGlobally(tarball) {
  const prefix = join(scratch, 'global');
  expect('npm install --global', ['npm', 'install', '--global', '--prefix', prefix, tarball], { cwd: scratch });
  const bin = process.platform === 'win32' ? prefix : join(prefix, 'bin');
  const env = { ...environment, PATH: `${bin}${delimiter}${process.env.PATH}` };
  expect('global afd-lens', ['afd-lens', 'explain', 'AFD301'], { cwd: scratch, env }, /^AFD301: /);
}

/** Runs the hook at the tag of a release by prek, which reads what pre-commit reads. */
function useAsHook() {
  const hooks = repository(join(scratch, 'hooks'), (folder) => cpSync(release, folder, { recursive: true }));
  git(hooks, 'tag', 'v1');
  const user = repository(join(scratch, 'user'), (folder) => {
    cpSync(join(repositoryRoot, 'examples'), folder, { recursive: true });
    writeFileSync(join(folder, 'values.yaml'), 'not: [ours\n');
    const hook = { id: 'afd-lens', args: ['--fail-on=warning'] };
    const configuration = { repos: [{ repo: hooks, rev: 'v1', hooks: [hook] }] };
    writeFileSync(join(folder, '.pre-commit-config.yaml'), JSON.stringify(configuration));
  });
  const prek = join(repositoryRoot, 'node_modules', '.bin', 'prek');
  expect('hook', [prek, 'run', '--all-files'], { cwd: user }, /Failed[\s\S]*5 warnings in 8 files;/, 1);
  expect('hook without a file of ours', [prek, 'run', '--files', 'values.yaml'], { cwd: user }, /Passed/);
}

/** Runs the script lines of the job with the packed program in place of a published version. */
function useInGitlab(project, tarball) {
  const { variables, script, artifacts } = parse(readFileSync(join(release, 'ci', 'gitlab-ci.yml'), 'utf8'))[
    'afd-lens'
  ];
  const env = { ...environment, ...variables, AFD_LENS_VERSION: `file:${tarball}` };
  expect('GitLab job', ['sh', '-e', '-c', script.join('\n')], { cwd: project, env }, /\n2 warnings in 1 file;/);
  const { codequality, junit } = artifacts.reports;
  const issues = JSON.parse(readFileSync(join(project, codequality), 'utf8'));
  if (issues[0]?.check_name !== 'AFD101') problems.push(`GitLab job: ${codequality} has no AFD101`);
  if (!readFileSync(join(project, junit), 'utf8').includes('<testsuites'))
    problems.push(`GitLab job: ${junit} is no report`);
}

/** The action's check, with the program of the release and with a version of the package. */
function useInAction(project, tarball) {
  const output = join(scratch, 'output');
  const inputs = { PATHS: '.', WORKING_DIRECTORY: '.', FAIL_ON: 'warning', ARGS: '', BASE: '', SARIF_FILE: '' };
  const switches = { SUMMARY: 'false', SARIF: 'false', COMMENT: 'false' };
  for (const version of ['', `file:${tarball}`]) {
    rmSync(output, { force: true });
    const values = Object.entries({ ...inputs, ...switches, VERSION: version });
    const env = {
      ...environment,
      ...Object.fromEntries(values.map(([name, value]) => [`INPUT_${name}`, value])),
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: scratch,
    };
    const title = version === '' ? 'action' : 'action with a version of the package';
    expect(title, ['bash', join(release, 'ci', 'action.sh'), 'check'], { cwd: project, env }, /^::warning file=/m);
    const written = existsSync(output) ? readFileSync(output, 'utf8') : '';
    if (!/^status<<(\S+)\n1\n\1$/m.test(written)) problems.push(`${title}: its output is ${JSON.stringify(written)}`);
  }
}

/** A git repository with one commit of what `fill` writes. */
function repository(folder, fill) {
  mkdirSync(folder);
  fill(folder);
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(folder, '-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'All');
  return folder;
}

function git(folder, ...args) {
  const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

/** Runs a command, which should end with the status and print what is expected; returns its standard output. */
function expect(title, [command, ...args], { cwd, env = environment, input = '' }, expected = /(?:)/, status = 0) {
  const result = spawnSync(command, args, { cwd, env, input, encoding: 'utf8', shell: process.platform === 'win32' });
  const { stdout: out = '', stderr = '' } = result;
  if (result.status !== status || !expected.test(out)) {
    problems.push(`${title}: status ${result.status}\n${result.error ?? ''}${out}${stderr}`);
  } else console.log(`  ${title}`);
  return { out };
}
