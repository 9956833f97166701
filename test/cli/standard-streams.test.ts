import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { program } from './run-program';
import { temporaryFolder } from './temporary-folder';

/** Runs a shell line in which `afd-lens` is the shipped program. */
function shell(line: string): { status: number | null; out: string; error: string } {
  const script = `afd-lens() { "${process.execPath}" "${program}" "$@"; }; ${line}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  return { status, out: stdout, error: stderr };
}

const manifest = `apiVersion: afd-lens/v1\nkind: AFDDeployment\nspec: { attention: { wokers: 1 } }\n`;

describe('standard streams', () => {
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  const folder = temporaryFolder();

  it('let the program end with its own status where nobody reads on', () => {
    folder.write('many.afd.yaml', Array(800).fill(manifest).join('---\n'));
    const closed = shell('set -o pipefail; afd-lens check . | head -n 1');
    assert.match(closed.out, /^many\.afd\.yaml:\d+:\d+ .*\n$/);
    assert.deepEqual([closed.status, closed.error], [1, '']);
    const both = shell('set -o pipefail; afd-lens check --format json . 2>&1 | head -n 1');
    assert.deepEqual(both, { status: 1, out: '{\n', error: '' });
  });

  it('end it with status 2 and one line where the disk is full', function () {
    if (process.platform !== 'linux') this.skip();
    const { status, error } = shell('afd-lens check . >/dev/full');
    assert.equal(status, 2);
    assert.match(error, /^afd-lens: standard output: cannot be written: ENOSPC[^\n]*\n$/);
  });
});
