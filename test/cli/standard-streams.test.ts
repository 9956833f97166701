import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { useColour } from '../../server/src/cli/standard-streams';
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

const terminal = { isTTY: true };
const file = {};

describe('use-colour', () => {
  const table: readonly [boolean, string, { readonly isTTY?: boolean }, NodeJS.ProcessEnv][] = [
    [true, 'on a terminal', terminal, {}],
    [false, 'into a file', file, {}],
    [false, 'on a terminal that knows none', terminal, { TERM: 'dumb' }],
    [false, 'with NO_COLOR', terminal, { NO_COLOR: '1' }],
    [true, 'with an empty NO_COLOR', terminal, { NO_COLOR: '' }],
    [true, 'into a file with FORCE_COLOR', file, { FORCE_COLOR: '1' }],
    [false, 'with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }],
    [false, 'with FORCE_COLOR=false', terminal, { FORCE_COLOR: 'false' }],
    [false, 'with both', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }],
  ];
  for (const [expected, title, stream, env] of table) {
    it(`${expected ? 'is used' : 'is not used'} ${title}`, () => assert.equal(useColour(stream, env), expected));
  }
});
