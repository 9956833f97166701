import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { git, type PullRequestCheckout, pullRequestCheckout } from './pull-request-checkout';

const script = resolve('ci/pull-request-base.sh');
const files = { base: { a: '1' }, changes: { b: '1' }, later: { a: '2' } };

describe('ci/pull-request-base.sh', () => {
  let scratch = '';
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'afd-base-'));
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  function run({ workspace, event }: PullRequestCheckout, ...args: string[]) {
    const { head, base } = event.pull_request;
    const { status, stdout, stderr } = spawnSync('bash', [script, ...args], {
      cwd: workspace,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: scratch, PULL_REQUEST_HEAD: head.sha, PULL_REQUEST_BASE: base.sha },
    });
    return { status, commit: stdout.trim(), error: stderr };
  }

  const origin = ({ workspace }: PullRequestCheckout, revision: string): string =>
    git(join(workspace, '..', 'origin'), 'rev-parse', '--short=12', revision);

  const cases: readonly [string, Parameters<typeof pullRequestCheckout>[2], readonly string[], string][] = [
    ['what the merge merges into, from the merge alone', {}, [], 'main'],
    ['what the merge merges into, in a whole clone', { history: true }, [], 'main'],
    ['where its own branch left the base', { ref: 'feature', history: true }, [], 'feature~1'],
    ['another branch, fetched alone', {}, ['release'], 'release'],
    ['another branch, fetched into a whole clone', { history: true }, ['release'], 'release'],
    ['a revision of the clone', { history: true }, ['HEAD^2~1'], 'feature~1'],
  ];
  for (const [title, options, args, expected] of cases) {
    it(`prints ${title}`, () => {
      const checkout = pullRequestCheckout(scratch, files, options);
      const before = git(checkout.workspace, 'rev-list', '--count', 'HEAD');
      assert.deepEqual(run(checkout, ...args), { status: 0, commit: origin(checkout, expected), error: '' });
      assert.equal(git(checkout.workspace, 'cat-file', '-t', origin(checkout, expected)), 'commit');
      // What was a whole clone still is one.
      assert.equal(git(checkout.workspace, 'rev-list', '--count', 'HEAD'), before);
      assert.equal(git(checkout.workspace, 'rev-parse', '--is-shallow-repository'), String(!options?.history));
    });
  }

  const failures: readonly [string, Parameters<typeof pullRequestCheckout>[2], readonly string[]][] = [
    ['where its own branch left the base, if that is cut off', { ref: 'feature' }, []],
    ['a branch that is not there', {}, ['none']],
    ['an option', {}, ['--upload-pack=touch injected']],
  ];
  for (const [title, options, args] of failures) {
    it(`fails without an answer for ${title}`, () => {
      const { status, commit } = run(pullRequestCheckout(scratch, files, options), ...args);
      assert.deepEqual([status === 0, commit], [false, '']);
    });
  }

  it('fails outside a pull request', () => {
    const { workspace } = pullRequestCheckout(scratch, files);
    const event = { pull_request: { number: 0, head: { sha: '' }, base: { sha: '' } } };
    assert.notEqual(run({ workspace, event }).status, 0);
  });
});
