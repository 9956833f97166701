// Finds the test files that somebody means by a short name.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { distance } from 'fastest-levenshtein';

/** Where a test runs that mocha alone cannot run. */
const editors = [
  ['test/vscode/', 'a real VS Code: node tools/vscode/run-tests.mjs --grep TEXT'],
  ['test/editors/', 'a real editor: node tools/editors/run-tests.mjs --grep TEXT'],
];
const inEditor = (file) => editors.find(([folder]) => file.startsWith(folder))?.[1];

/**
 * The files among `files` (all test files, such as test/provisioning/cycle/barrier.test.ts) that `name` means: a file, a folder, the
 * source file that a test is named after, or the last words of a path, where it may leave out folders in between. Throws what
 * to tell where there is none, or more than one.
 */
export function findTests(name, files) {
  const wanted = shortName(name);
  const named = files.map((file) => [shortName(file), file]);
  const exact = named.filter(([short]) => short === wanted);
  if (exact.length > 0 && !name.endsWith('/')) return runnable(exact.map(([, file]) => file));
  const inFolder = named.filter(([short]) => short.startsWith(`${wanted}/`));
  if (inFolder.length > 0) return runnable(inFolder.map(([, file]) => file));

  const similar = named.filter(([short]) => endsLike(short, wanted)).map(([, file]) => file);
  if (similar.length === 1) return runnable(similar);
  const folders = [...new Set(files.flatMap(foldersOf))].filter((folder) => endsLike(shortName(folder), wanted));
  if (similar.length === 0 && folders.length === 1) {
    return runnable(files.filter((file) => file.startsWith(`${folders[0]}/`)));
  }
  const choices = [...similar, ...folders.map((folder) => `${folder}/`)];
  if (choices.length > 0) throw new Error(`${name} may be any of these; say more of the path:\n${listed(choices)}`);
  throw new Error(`No test is called ${name}. Similar names:\n${listed(nearest(wanted, files))}`);
}

/** Whether one of the test files, or what it takes from other files in test/, uses what is built into dist/. */
export function needsDist(testFiles) {
  const seen = new Set(testFiles);
  for (const file of seen) {
    const text = readFileSync(file, 'utf8');
    // What is for pipelines runs the programs as they ship.
    if (file.startsWith('test/ci/') || /\bdist\\?\//.test(text)) return true;
    for (const [, specifier] of text.matchAll(/from '(\.[^']+)'/g)) {
      const imported = `${normalize(join(dirname(file), specifier)).replaceAll('\\', '/')}.ts`;
      if (imported.startsWith('test/') && existsSync(imported)) seen.add(imported);
    }
  }
  return false;
}

function runnable(files) {
  const here = files.filter((file) => !inEditor(file));
  if (here.length === 0) throw new Error(`${files[0]} runs in ${inEditor(files[0])}`);
  return here;
}

/** A path as the tests are laid out, without what goes without saying. */
const shortName = (path) =>
  path
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/^out\//, '')
    .replace(/^(?:test|server\/src)\//, '')
    .replace(/^client\/(?:src|webview)\//, 'client/')
    .replace(/(?:\.test)?(?:\.[tj]s)?\/?$/, '');

/** Whether `wanted` is what remains of a path when folders before and between are left out. */
function endsLike(path, wanted) {
  const parts = path.split('/');
  const words = wanted.split('/');
  if (parts.at(-1) !== words.at(-1)) return false;
  let at = 0;
  for (const part of parts) if (part === words[at]) at++;
  return at === words.length;
}

const foldersOf = (file) => {
  const parts = file.split('/').slice(0, -1);
  return parts.slice(1).map((_, index) => parts.slice(0, index + 2).join('/'));
};

function nearest(wanted, files) {
  const word = wanted.split('/').at(-1);
  const far = (file) => {
    const last = shortName(file).split('/').at(-1);
    return last.includes(word) ? 0 : distance(last, word);
  };
  return [...files].sort((a, b) => far(a) - far(b) || a.localeCompare(b)).slice(0, 5);
}

const listed = (paths) => paths.map((path) => `  ${path}`).join('\n');
