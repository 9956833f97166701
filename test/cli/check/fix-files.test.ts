import assert from 'node:assert/strict';
import { chmodSync, linkSync, rmSync } from 'node:fs';
import { FileAnalyzer } from '../../../server/src/cli/analyze-file';
import { analyzePaths } from '../../../server/src/cli/analyze-paths';
import { fixFiles } from '../../../server/src/cli/check/fix-files';
import { deployment } from '../../analysis/analysed';
import { recordingContext } from '../run-command';
import { runWithoutRights } from '../run-program';
import { temporaryFolder } from '../temporary-folder';

const off = deployment('{ workers: 4, batchSize: 256 }');
const fixed = deployment('{ workers: 10, batchSize: 256 }');
const title = 'Change to 10A:1F (+11 %, same FFN pool)';

describe('fix-files', () => {
  const folder = temporaryFolder({ each: true });

  /** Fixes what is in the folder; `meanwhile` runs between the analysis and the writing. */
  async function fix(mode: 'write' | 'dry run', meanwhile: () => void = () => undefined) {
    const context = recordingContext();
    const analyzer = new FileAnalyzer(context.error);
    const before = await analyzePaths(['.'], analyzer);
    meanwhile();
    const files = await fixFiles(before, mode, analyzer, context, context.interrupted());
    analyzer.dispose();
    return { texts: files.map(({ text }) => text), out: context.run.out, error: context.run.error };
  }

  it('writes the fixes, says which, and gives the files as they are then', async () => {
    folder.write('a.afd.yaml', `\uFEFF${off.replaceAll('\n', '\r\n')}`);
    folder.write('b.afd.yaml', fixed);
    const after = `\uFEFF${fixed.replaceAll('\n', '\r\n')}`;
    assert.deepEqual(await fix('write'), { texts: [after, fixed], out: '', error: `a.afd.yaml: ${title}\n` });
    assert.equal(folder.read('a.afd.yaml'), after);
  });

  it('only prints a diff in a dry run', async () => {
    folder.write('a.afd.yaml', off);
    const { texts, out, error } = await fix('dry run');
    assert.deepEqual([texts, error, folder.read('a.afd.yaml')], [[off], '', off]);
    assert.match(out, /^--- a\/a\.afd\.yaml\n\+\+\+ b\/a\.afd\.yaml\n@@ .*\n-.*workers: 4.*\n\+.*workers: 10/s);
  });

  it('leaves the documents of others alone, in which there would be something to fix', async () => {
    const foreign = off.replace('apiVersion: afd-lens/v1', 'apiVersion: example.com/v1');
    folder.write('values.yaml', `${foreign}---\n${off}---\n${foreign}`);
    await fix('write');
    assert.equal(folder.read('values.yaml'), `${foreign}---\n${fixed}---\n${foreign}`);
  });

  it('leaves a file as it is that somebody saved or removed meanwhile, and says so', async () => {
    folder.write('a.afd.yaml', off);
    folder.write('b.afd.yaml', off);
    const { texts, error } = await fix('write', () => {
      folder.write('a.afd.yaml', `# mine\n${off}`);
      rmSync('b.afd.yaml');
    });
    assert.deepEqual(texts, [off, off]);
    assert.deepEqual(error.split('\n'), [
      'a.afd.yaml: cannot be written: it changed while it was checked; run again',
      'b.afd.yaml: no such file',
      '',
    ]);
    assert.equal(folder.read('a.afd.yaml'), `# mine\n${off}`);
  });

  it('writes a file of two names once', async () => {
    folder.write('a.afd.yaml', off);
    linkSync('a.afd.yaml', 'b.afd.yaml');
    const { texts, error } = await fix('write');
    assert.deepEqual([texts, folder.read('a.afd.yaml')], [[fixed, fixed], fixed]);
    assert.doesNotMatch(error, /cannot/);
  });

  it('says what may not be written, writes the others, and reports what is left', () => {
    folder.write('a.afd.yaml', off);
    folder.write('b.afd.yaml', off);
    chmodSync('a.afd.yaml', 0o444);
    chmodSync('b.afd.yaml', 0o666);
    const { status, out, error } = runWithoutRights(['check', '--fix', '--format', 'github', '.'], folder.path);
    assert.equal(status, 2);
    assert.match(error, /^afd-lens: a\.afd\.yaml: writing there is not permitted\nafd-lens: b\.afd\.yaml: Change/);
    assert.match(out, /::error .*not permitted\n::warning file=a\.afd\.yaml,.*\n1 warning in 2 files/);
    assert.deepEqual([folder.read('a.afd.yaml'), folder.read('b.afd.yaml')], [off, fixed]);
  });
});
