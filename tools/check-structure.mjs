// Checks the borders of CONTRIBUTING.md: which folder may import which, file length, files in a folder, one test per feature,
// a page per rule.
// Usage: node tools/check-structure.mjs
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { fillIn } from './new/changes.mjs';
import { architecturePageProblems } from './structure/architecture-page.mjs';
import { mayImport, mayUse } from './structure/arrows.mjs';
import { askedByName, descriptorsIn, dialectNamesIn } from './structure/dialects.mjs';
import { exportedNamesProblems } from './structure/exported-names.mjs';
import { importsOf, withoutComments } from './structure/imports.mjs';
import { rulesProblems } from './structure/rules.mjs';
import { testedSourcesProblems } from './structure/tested-sources.mjs';

const maxLines = 320;
const maxFiles = 30;
const problems = [];

const files = (folder) => filesNamed(/\.(?:ts|mjs|cjs|sh)$/, folder);
const filesNamed = (names, folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && names.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

for (const file of files('server/src')) {
  const text = readFileSync(file, 'utf8');
  const folder = relative('server/src', file).split('/')[0];
  if (!(folder in mayImport))
    problems.push(`${file}: unknown folder ${folder}; add it to tools/structure/arrows.mjs and docs/architecture.md`);
  for (const { specifier } of importsOf(text)) {
    if (specifier.startsWith('.')) {
      const target = relative('server/src', normalize(join(dirname(file), specifier)));
      const allowed = [folder, ...(mayImport[folder] ?? [])];
      if (!allowed.some((prefix) => target === prefix || target.startsWith(`${prefix}/`)))
        problems.push(
          `${file}: must not import ${target}; ${folder} may import ${allowed.slice(1).join(', ') || 'nothing else'} (tools/structure/arrows.mjs). Move what it needs down, or hand it in`,
        );
    } else if (!(mayUse[folder] ?? []).some((prefix) => specifier === prefix || specifier.startsWith(prefix))) {
      problems.push(
        `${file}: must not use ${specifier}; ${folder} may use ${mayUse[folder]?.join(', ') ?? 'no package'} (tools/structure/arrows.mjs). Use it in a folder above, or say there why this one may`,
      );
    }
  }
}
// A pure core gives the same for the same, whenever and wherever it runs.
const outside =
  /\b(?:process\.(?:env|argv|cwd|platform|exit|hrtime|std)|Date\.now\(|new Date\(\)|performance\.|Math\.random\(|fetch\(|setTimeout\()/;
for (const folder of [
  'provisioning',
  'simulation',
  'scheduling',
  'strategy',
  'uncertainty',
  'evaluation',
  'rules',
  'wording',
  'charts',
  'text',
  'shell',
  'yaml',
  'manifest',
]) {
  for (const file of files(`server/src/${folder}`)) {
    const [found] = outside.exec(withoutComments(readFileSync(file, 'utf8'))) ?? [];
    if (found) problems.push(`${file}: ${found} asks the world outside; hand in what it says`);
  }
}
problems.push(...architecturePageProblems(mayImport));
// A command that nobody enters into the program would be missing without a word.
const program = readFileSync('server/src/cli/main.ts', 'utf8');
for (const file of files('server/src/cli').filter((path) => path.endsWith('-command.ts'))) {
  const name = basename(file, '-command.ts');
  if (basename(dirname(file)) !== name) problems.push(`${file}: a command lies in the folder of its name`);
  if (!program.includes(`'./${name}/${name}-command'`))
    problems.push(`${file}: has no entry in server/src/cli/main.ts`);
}
const dialectTable = readFileSync('server/src/manifest/dialects/dialects.ts', 'utf8');
const dialectNames = dialectNamesIn(dialectTable);
if (dialectNames.length === 0) problems.push('server/src/manifest/dialects/dialects.ts: its table is not found');
for (const file of ['server/src', 'client'].flatMap(files)) {
  if (/^server\/src\/(?:manifest|generated)\//.test(file)) continue;
  const found = askedByName(readFileSync(file, 'utf8'), dialectNames, descriptorsIn(dialectTable));
  if (found) problems.push(`${file}: ${found} asks for a dialect by its name; ask its descriptor, or add to it`);
}
for (const file of ['server/src', 'client'].flatMap(files)) {
  const [found] = /\bthis\.#\w+/.exec(readFileSync(file, 'utf8')) ?? [];
  if (found) problems.push(`${file}: ${found}: members are private by \`private\` here`);
}
// What runs in the panel's page shares types, the formatter, words and the chart parts with the server, and knows neither
// Node nor VS Code; so chart parts do not either.
const inPage = ['client/webview/', 'server/src/charts/', 'server/src/text/'];
for (const file of ['client/webview', 'server/src/charts'].flatMap(files)) {
  for (const { specifier, isType } of importsOf(readFileSync(file, 'utf8'))) {
    const target = normalize(join(dirname(file), specifier));
    if (isType) continue;
    if (!specifier.startsWith('.') || !inPage.some((prefix) => target.startsWith(prefix)))
      problems.push(
        `${file}: must not import ${specifier}; the panel's page has of others ${inPage.join(', ')} and types`,
      );
  }
}
// The extension has of the server what goes between the two, and the types of the plain data that answers carry.
for (const file of files('client/src')) {
  for (const { specifier, isType } of importsOf(readFileSync(file, 'utf8'))) {
    const target = relative('server/src', normalize(join(dirname(file), specifier)));
    const isAnswer = isType && ['sweep/sweep', 'sweep/strategies'].includes(target);
    if (
      specifier.startsWith('.') &&
      !target.startsWith('../') &&
      !target.startsWith('protocol/') &&
      !target.startsWith('text/') &&
      !isAnswer
    )
      problems.push(
        `${file}: must not import ${specifier}; the extension has of the server protocol/, text/ and types of answers. Ask the server by server/src/protocol`,
      );
  }
}
// What runs in other people's pipelines has nothing installed beside it.
for (const file of files('ci')) {
  for (const { specifier } of importsOf(readFileSync(file, 'utf8'))) {
    if (!specifier.startsWith('node:'))
      problems.push(`${file}: must not import ${specifier}; it runs where only Node is, so take what node: has`);
  }
}
for (const file of ['client/src', 'client/webview', 'server/src', 'test', 'tools', 'bench', 'validation', 'ci'].flatMap(
  files,
)) {
  if (file.includes('/generated/')) continue;
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length;
  if (lines > maxLines) problems.push(`${file}: ${lines} lines; does it still have one subject?`);
}
const counts = new Map();
const rooms = [
  ...['client', 'server/src', 'test', 'tools', 'bench', 'validation', 'ci'].flatMap(files),
  ...filesNamed(/\.yaml$/, 'server/src'),
];
for (const file of rooms) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
for (const [folder, count] of counts)
  if (count > maxFiles)
    problems.push(`${folder}: ${count} files; would a stranger find the room? At most ${maxFiles}.`);
for (const file of files('test').filter(
  (path) => path.endsWith('.test.ts') && !/^test\/(?:vscode|editors|protocol|ci|tools)\//.test(path),
)) {
  const ofClient = file.startsWith('test/client/');
  const [tests, ...sources] = ofClient ? ['test/client', 'client/webview', 'client/src'] : ['test', 'server/src'];
  const candidates = sources.map((folder) => join(folder, relative(tests, file)).replace('.test.ts', '.ts'));
  if (!candidates.some(existsSync)) problems.push(`${file}: tests no file of that name (${candidates.join(', ')})`);
}
for (const file of files('test/tools').filter((path) => path.endsWith('.test.ts'))) {
  const tool = relative('test', file).replace('.test.ts', '.mjs');
  if (!existsSync(tool)) problems.push(`${file}: tests no file of that name (${tool})`);
}
/** What teams use outside the editor, tested in test/ci under the same name, or one that begins with it. */
const forTeams = [...(existsSync('ci') ? readdirSync('ci') : []), 'action.yml', '.pre-commit-hooks.yaml', 'docs/ci.md'];
const teamNames = forTeams.map((path) =>
  basename(path)
    .replace(/^\./, '')
    .replace(/\.\w+$/, ''),
);
for (const file of files('test/ci').filter((path) => path.endsWith('.test.ts'))) {
  const name = basename(file, '.test.ts');
  if (!teamNames.some((known) => name === known || name.startsWith(`${known}-`)))
    problems.push(`${file}: tests no file of that name (${forTeams.join(', ')})`);
}
problems.push(...rulesProblems(files('server/src/rules')));
// What `npm run new` wrote and nobody filled in.
const written = ['client', 'server/src', 'test', 'docs', 'schemas'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
);
for (const file of [...written, 'README.md', 'CHANGELOG.md']) {
  if (!/\.(?:ts|md|ya?ml|jsonl?|sh|csv)$/.test(file) || file.startsWith('test/tools/')) continue;
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries())
    if (line.includes(fillIn)) problems.push(`${file}:${index + 1}: ${line.slice(line.indexOf(fillIn)).trim()}`);
}

const sources = ['client/src', 'client/webview', 'server/src']
  .flatMap(files)
  .filter((file) => file.endsWith('.ts') && !file.includes('/generated/'));
const tests = [...files('test').filter((file) => file.endsWith('.ts')), 'tools/vscode/sweep-panel-check.mjs'];
problems.push(...testedSourcesProblems(sources, tests), ...exportedNamesProblems(sources));
// Machines are slow at times: test/wait-for.ts waits as long as whoever runs the tests allows, and says for what.
for (const file of tests)
  if (/\.timeout\(|\btimeout: \d/.test(readFileSync(file, 'utf8')))
    problems.push(`${file}: must set no time-out of its own`);

for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0 ? 'structure holds' : `${problems.length} problem${problems.length === 1 ? '' : 's'}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
