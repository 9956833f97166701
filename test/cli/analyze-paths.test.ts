import assert from 'node:assert/strict';
import { rmSync, symlinkSync, truncateSync } from 'node:fs';
import { findingsIn } from '../../server/src/analysis/analysis';
import { FileAnalyzer } from '../../server/src/cli/analyze-file';
import { analyzePaths } from '../../server/src/cli/analyze-paths';
import { deployment } from '../analysis/analysed';
import { temporaryFolder } from './temporary-folder';

const fine = deployment('{ workers: 10, batchSize: 256 }');
const pod = 'apiVersion: v1\nkind: Pod\n';
const latin1 = Buffer.from('note: caf\xe9\n', 'latin1');

describe('analyze-paths', () => {
  const folder = temporaryFolder({ each: true });

  /** File names with the codes found in them, and what was said. */
  async function analysed(...paths: string[]): Promise<{ found: Record<string, string>; said: readonly string[] }> {
    const said: string[] = [];
    const analyzer = new FileAnalyzer((line) => said.push(line));
    const files = await analyzePaths(paths, analyzer);
    analyzer.dispose();
    assert.deepEqual(analyzer.problems, said);
    const codes = files.map(({ file, analysis }) => [
      file,
      `${analysis.documents.length} ${findingsIn(analysis).map(({ code }) => code)}`,
    ]);
    return { found: Object.fromEntries(codes), said };
  }

  it('takes of a file what is ours, and passes over those of others whatever they hold', async () => {
    folder.write('a.afd.yaml', fine);
    folder.write('mixed.yaml', `${pod}---\n${fine}---\n${pod}`);
    folder.write('pod.yaml', pod);
    folder.write('latin1.yaml', latin1);
    folder.write('binary.yaml', Buffer.from([0, 255, 254, 1]));
    folder.write('template.yaml', '{{- range .Values.all }}\nkind: [\n{{- end }}\n');
    folder.write('empty.yaml', '');
    assert.deepEqual(await analysed('.'), { found: { 'a.afd.yaml': '1 ', 'mixed.yaml': '1 ' }, said: [] });
    assert.deepEqual(await analysed('latin1.yaml', 'pod.yaml'), { found: {}, said: [] });
  });

  const unreadable: readonly [string, string, () => void, string][] = [
    ['invalid UTF-8', 'b.afd.yaml', () => folder.write('b.afd.yaml', latin1), 'is not UTF-8 text'],
    [
      'UTF-16 that is ours',
      'b.yaml',
      () => folder.write('b.yaml', Buffer.from(`\uFEFF${fine}`, 'utf16le')),
      'is not UTF-8 text',
    ],
    ['a link to nothing', 'b.yaml', () => symlinkSync('nowhere', 'b.yaml'), 'no such file'],
    ['a link to itself', 'b.yaml', () => symlinkSync('b.yaml', 'b.yaml'), 'is a link that leads to itself'],
    [
      'more than fits into memory',
      'b.afd.yaml',
      () => {
        folder.write('b.afd.yaml', '');
        truncateSync('b.afd.yaml', 5e9);
      },
      'is too large to be read',
    ],
  ];
  for (const [title, name, write, why] of unreadable) {
    it(`says what cannot be read, and reads the others: ${title}`, async () => {
      folder.write('a.afd.yaml', fine);
      write();
      assert.deepEqual(await analysed('.'), { found: { 'a.afd.yaml': '1 ' }, said: [`${name}: ${why}`] });
    });
  }

  it('says that a file is gone by the time it is read', async () => {
    folder.write('a.afd.yaml', fine);
    folder.write('b.afd.yaml', fine);
    const said: string[] = [];
    const analyzer = new FileAnalyzer((line) => said.push(line));
    const read = analyzer.read.bind(analyzer);
    analyzer.read = (file, source) => {
      if (file === 'a.afd.yaml') rmSync('b.afd.yaml');
      return read(file, source);
    };
    assert.deepEqual(
      (await analyzePaths(['.'], analyzer)).map(({ file }) => file),
      ['a.afd.yaml'],
    );
    assert.deepEqual(said, ['b.afd.yaml: no such file']);
    analyzer.dispose();
  });

  it('rejects when interrupted, before it reads anything', async () => {
    folder.write('a.afd.yaml', fine);
    const analyzer = new FileAnalyzer(() => assert.fail('said something'));
    await assert.rejects(analyzePaths(['.'], analyzer, AbortSignal.abort(new Error('Interrupted.'))), /Interrupted/);
    assert.equal(analyzer.readPaths().size, 0);
    analyzer.dispose();
  });

  const hostile: readonly [string, string | Buffer, string][] = [
    ['binary', 'PK\u0003\u0004\0\0', '1 AFD301'],
    ['a NUL', `${fine}# \0\n`, '1 AFD301'],
    ['50 MB', `${fine}# ${'-'.repeat(50e6)}\n`, '0 AFD309'],
    ['tabs', 'spec:\n\tattention: 1\n', '1 AFD301'],
    ['a merge conflict', `<<<<<<< ours\n${fine}=======\n${fine}>>>>>>> theirs\n`, '1 AFD301'],
    [
      'an alias bomb',
      `a: &a [x]\n${Array.from({ length: 9 }, (_, n) => `b${n}: &b${n} [${Array(9).fill(n === 0 ? '*a' : `*b${n - 1}`)}]\n`).join('')}`,
      '1 AFD308',
    ],
    ['deep nesting', `a: ${'['.repeat(10_000)}`, '1 AFD301'],
    ['empty', '', '0 '],
    ['comments only', '# nothing\n', '0 '],
  ];
  for (const [title, content, expected] of hostile) {
    it(`gives one finding and no problem: ${title}`, async () => {
      folder.write('hostile.afd.yaml', content);
      assert.deepEqual(await analysed('hostile.afd.yaml'), { found: { 'hostile.afd.yaml': expected }, said: [] });
    });
  }
});
