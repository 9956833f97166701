import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Contents {
  contentsOf(name: 'npm' | 'extension'): readonly string[];
  problemsOfDist(): readonly string[];
  differences(expected: readonly string[], actual: readonly string[]): readonly string[];
}

const importTool = async <T>(path: string): Promise<T> =>
  (await import(pathToFileURL(resolve('tools/build', path)).href)) as T;

describe('the contents of the packages', () => {
  let contents: Contents;
  before(async () => {
    contents = await importTool<Contents>('contents.mjs');
  });

  it('are there once the bundles are built', () => {
    // Leftovers, and what is for a debugger, are the concern of who packs them.
    assert.deepEqual(
      contents.problemsOfDist().filter((problem) => problem.includes(' is missing')),
      [],
    );
  });

  it('of the extension are all that is built, whoever else has it', async () => {
    const { bundles } = await importTool<{ bundles: readonly { packages: readonly string[] }[] }>('bundles.mjs');
    for (const { packages } of bundles) assert.match(packages.join(), /^(?:npm,)?extension$/);
    const extension = contents.contentsOf('extension');
    for (const path of contents.contentsOf('npm')) assert.ok(extension.includes(path), path);
    for (const file of [
      'extension.js',
      'sweep-panel.js',
      'sweep-panel.css',
      'programs.js',
      'third-party-notices.txt',
    ]) {
      assert.ok(extension.includes(`dist/${file}`), file);
    }
  });

  it('have what the programs of the npm package load from beside them, and nothing of VS Code', () => {
    const npm = contents.contentsOf('npm');
    for (const file of npm.filter((path) => path.endsWith('.js'))) {
      const text = readFileSync(file, 'utf8');
      assert.doesNotMatch(text, /require\("vscode"\)/, file);
      for (const [, beside] of text.matchAll(/__dirname, ?"([\w-]+\.js)"/g)) {
        assert.ok(npm.includes(`dist/${beside}`), beside);
      }
    }
  });

  it('differ from a list by what is missing and what is too much', () => {
    assert.deepEqual(contents.differences(['a', 'b'], ['b', 'c']), ['a is missing', 'c is too much']);
    assert.deepEqual(contents.differences(['a'], ['a']), []);
  });
});
