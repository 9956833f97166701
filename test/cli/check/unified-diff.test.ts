import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { unifiedDiff } from '../../../server/src/cli/check/unified-diff';
import { temporaryFolder } from '../temporary-folder';

const tools = {
  'git apply': ['git', 'apply', '-'],
  'patch -p1': ['patch', '-p1', '--silent', '--no-backup-if-mismatch'],
} as const;

describe('unified-diff', () => {
  const folder = temporaryFolder();
  before(function () {
    if (process.platform === 'win32') this.skip();
    spawnSync('git', ['init', '--quiet']);
    mkdirSync('sub');
  });

  /** The text of the file after a tool applied the diff. */
  function patched(tool: keyof typeof tools, name: string, before: string, after: string): string {
    folder.write(name, before);
    const [command, ...args] = tools[tool];
    const input = unifiedDiff(join(folder.path, name), before, after);
    const { status, stderr, stdout } = spawnSync(command, args, { input, encoding: 'utf8' });
    assert.equal(status, 0, `${stdout}${stderr}${input}`);
    return folder.read(name);
  }

  const names = [
    'a.afd.yaml',
    'sub/deep/a.afd.yaml',
    'with space/two  blanks.afd.yaml',
    'tab\tand "quotes".yaml',
    'back\\slash.yaml',
    'é 漢字 🙂.yaml',
    '-dash.yaml',
    '[x]/{y}*.yaml',
  ];
  const texts: readonly [string, string, string][] = [
    ['LF', 'a: 1\nb: 2\nc: 3\n', 'a: 1\nb: 20\nc: 3\n'],
    ['CRLF', 'a: 1\r\nb: 2\r\nc: 3\r\n', 'a: 1\r\nb: 20\r\nc: 3\r\n'],
    ['CRLF on some lines', 'a: 1\r\nb: 2\nc: 3\r\n', 'a: 1\r\nb: 20\nc: 3\r\n'],
    ['no final line end', 'a: 1\nb: 2', 'a: 1\nb: 20'],
    ['CRLF without the final one', 'a: 1\r\nb: 2', 'a: 1\r\nb: 20'],
    ['a byte order mark', '\uFEFFa: 1\nb: 2\n', '\uFEFFa: 10\nb: 2\n'],
    ['lines that look like headers', '-- a/x y\nb: 2\n++ b/x y\n', '-- a/x z\nb: 2\n++ b/x z\n'],
    ['a line removed', '# x\na: 1\n', 'a: 1\n'],
  ];
  for (const tool of Object.keys(tools) as (keyof typeof tools)[]) {
    for (const name of names) {
      it(`is taken by ${tool} for the file ${JSON.stringify(name)}`, () => {
        for (const [, before, after] of texts) assert.equal(patched(tool, name, before, after), after);
      });
    }
    for (const [title, before, after] of texts) {
      it(`gives exactly the text by ${tool}: ${title}`, () => {
        assert.equal(patched(tool, 'a.yaml', before, after), after);
      });
    }
  }

  it('gives exactly the text whatever changed', () => {
    const lines = fc.array(fc.constantFrom('', 'a: 1', '- b', '+ c', '\\', '@@', '--- d', '🙂'), { maxLength: 12 });
    const text = fc.tuple(lines, fc.constantFrom('\n', '\r\n')).map(([parts, lineEnd]) => parts.join(lineEnd));
    fc.assert(
      fc.property(text, text, (before, after) => {
        // Neither tool makes an empty file or fills one by a diff of this form.
        fc.pre(before !== after && before !== '' && after !== '');
        assert.equal(patched('git apply', 'a b.yaml', before, after), after);
      }),
      { numRuns: 50 },
    );
  });

  it('is empty where nothing changed', () => assert.equal(unifiedDiff('/a', 'x', 'x'), ''));

  it('names files from the working folder, also where that lies within the repository', () => {
    process.chdir('sub');
    folder.write('sub/a.yaml', 'a: 1\n');
    const input = unifiedDiff(join(folder.path, 'sub/a.yaml'), 'a: 1\n', 'a: 2\n');
    const { status } = spawnSync('git', ['apply', '-'], { input });
    process.chdir(folder.path);
    assert.equal(status, 0);
    assert.equal(folder.read('sub/a.yaml'), 'a: 2\n');
  });

  it('names files outside it from the root, for patch -p1 -d /', () => {
    process.chdir('sub');
    folder.write('a.yaml', 'a: 1\n');
    const input = unifiedDiff(join(folder.path, 'a.yaml'), 'a: 1\n', 'a: 2\n');
    process.chdir(folder.path);
    assert.equal(spawnSync('patch', ['-p1', '-d', '/', '--silent'], { input }).status, 0);
    assert.equal(folder.read('a.yaml'), 'a: 2\n');
  });
});
