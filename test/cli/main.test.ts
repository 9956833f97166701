import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program, programText } from './run-program';

function run(...args: string[]): { status: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { status, out: stdout, error: stderr };
}

describe('the command line', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-cli-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('explains the base case in JSON: the printed r* over the horizon, the limit without it', () => {
    const { status, out, error } = run('explain', 'examples/paper-base-case.afd.yaml', '--format', 'json');
    assert.deepEqual([status, error], [0, '']);
    const { schemaVersion, deployments } = JSON.parse(out);
    assert.equal(schemaVersion, 1);
    const ratios = deployments.map(
      ({ name, optimum }: { name: string; optimum: { meanField: { ratio: number } } }) =>
        `${name} ${optimum.meanField.ratio.toFixed(2)}`,
    );
    assert.deepEqual(ratios, ['stationary 9.55', 'finite-horizon 9.30']);
  });

  const usage: readonly [string, readonly string[], RegExp][] = [
    ['no command', [], /^afd-lens: no command given; see afd-lens --help\n$/],
    [
      'an unknown command',
      ['explane'],
      /^afd-lens: unknown command 'explane' \(Did you mean explain\?\); see afd-lens --help\n$/,
    ],
    ['no file', ['explain'], /^afd-lens: missing required argument 'file'; see afd-lens --help\n$/],
    [
      'an unknown format',
      ['explain', 'x', '--format', 'xml'],
      /^afd-lens: option '--format <format>' argument 'xml' is invalid\. Allowed choices are text, markdown, json; see/,
    ],
    ['an unknown option', ['explain', '--colour'], /^afd-lens: unknown option '--colour'; see/],
  ];
  for (const [title, args, expected] of usage) {
    it(`ends with status 2 and says why: ${title}`, () => {
      const { status, out, error } = run(...args);
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, expected);
    });
  }

  const unreadable: readonly [string, () => string, string][] = [
    ['a missing file', () => join(folder, 'none.yaml'), 'no such file'],
    ['a folder', () => folder, 'is a folder'],
    ['invalid UTF-8', () => file('latin1.yaml', Buffer.from('name: caf\xe9\n', 'latin1')), 'is not UTF-8 text'],
    ['UTF-16', () => file('utf16.yaml', Buffer.from('\uFEFFkind: AFDDeployment\n', 'utf16le')), 'is not UTF-8 text'],
  ];
  for (const [title, path, why] of unreadable) {
    it(`still explains the other files and ends with status 2: ${title}`, () => {
      const bad = path();
      const { status, out, error } = run('explain', bad, 'examples/paper-base-case.afd.yaml', '--format', 'json');
      assert.equal(status, 2);
      assert.equal(error, `afd-lens: ${bad}: ${why}\n`);
      assert.equal(JSON.parse(out).deployments.length, 2);
    });
  }

  it('says that a file may not be read', () => {
    const path = file('secret.yaml', 'a: 1\n');
    chmodSync(path, 0);
    chmodSync(folder, 0o755);
    // The superuser may read anything; the program is given as text, since its folder may be closed to others.
    const asOther = process.geteuid?.() === 0 ? { uid: 65534, cwd: folder } : {};
    const script = `process.argv = ['node', 'afd-lens', 'explain', ${JSON.stringify(path)}];${programText()}`;
    const { stderr } = spawnSync(process.execPath, ['-'], { encoding: 'utf8', input: script, ...asOther });
    assert.match(stderr, /secret\.yaml: may not be read/);
  });

  const hostile: readonly [string, string, string][] = [
    ['broken YAML', 'kind: [\n', 'AFD301'],
    [
      'an alias bomb',
      `a: &a [x]\n${Array.from({ length: 9 }, (_, n) => `b${n}: &b${n} [${Array(9).fill(n === 0 ? '*a' : `*b${n - 1}`)}]\n`).join('')}`,
      'AFD308',
    ],
    ['a 50 MB file', 'a: 1\n'.repeat(10_000_000), 'AFD309'],
    ['binary', '\0\u0001PK', 'AFD301'],
    ['no deployment', 'kind: Pod\n', 'AFD302'],
  ];
  for (const [title, content, code] of hostile) {
    it(`gives one finding on standard output and nothing else: ${title}`, () => {
      const { status, out, error } = run('explain', file('hostile.yaml', content), '--format', 'json');
      assert.deepEqual([status, error], [0, '']);
      const { deployments, findings } = JSON.parse(out);
      assert.deepEqual([deployments, findings.map((finding: { code: string }) => finding.code)], [[], [code]]);
    });
  }

  it('explains in text and in Markdown, with the findings behind', () => {
    const text = run('explain', 'examples/paper-base-case.afd.yaml');
    assert.equal(text.status, 0);
    assert.match(
      text.out,
      /^stationary \(examples\/paper-base-case\.afd\.yaml\)\n\n4A:1F is attention-bound · optimum 10A:1F/,
    );
    assert.match(text.out, /\nexamples\/paper-base-case\.afd\.yaml:10:25 warning AFD101 4A:1F is attention-bound: /);
    assert.doesNotMatch(text.out, /\*\*|`/);
    assert.match(
      run('explain', 'examples/paper-base-case.afd.yaml', '--format', 'markdown').out,
      /^# `stationary`\n\n\*\*4A:1F is/,
    );
  });

  it('says when there is nothing to explain', () => {
    assert.match(run('explain', file('empty.yaml', '')).out, /: no AFD deployment in this file\n$/);
  });

  it('knows its version and its usage', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.deepEqual(run('--version'), { status: 0, out: `${version}\n`, error: '' });
    assert.match(run('--help').out, /^Usage: afd-lens /);
  });
});
