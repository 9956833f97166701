import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type FakeGithub, fakeGithub } from './fake-github';
import { broken, deployment } from './manifests';
import { type PullRequestFiles, pullRequestCheckout } from './pull-request-checkout';
import { type ActionRun, runAction } from './run-action';

const root = resolve('.');

describe('the GitHub action in a pull request', () => {
  let scratch = '';
  let github: FakeGithub;
  beforeEach(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'afd-action-'));
    github = await fakeGithub({ token: 'ghs_of-the-runner' });
  });
  afterEach(async () => {
    await github.close();
    rmSync(scratch, { recursive: true });
  });

  const pullRequest = (
    files: PullRequestFiles,
    inputs: Readonly<Record<string, string>> = {},
    checkout: { readonly ref?: string } = {},
  ): Promise<ActionRun> =>
    runAction({
      action: root,
      ...pullRequestCheckout(scratch, files, checkout),
      runner: scratch,
      inputs: { comment: 'true', ...inputs },
      env: { GITHUB_API_URL: github.api },
    });
  const good = { 'chat.afd.yaml': deployment('chat', 10) };
  const worse = { 'chat.afd.yaml': deployment('chat', 4) };

  it('comments once, updates the comment in place, and takes it back', async () => {
    const first = await pullRequest({ base: good, changes: worse }, { 'fail-on': 'warning' });
    assert.equal(first.conclusion, 'failure');
    assert.deepEqual(first.ran, ['Check', 'Comment', 'Pass or fail']);
    assert.match(first.log, /^AFD Lens: comment written\.$/m);
    assert.match(github.comments[0]!.body, /<code>chat<\/code>[\s\S]*AFD101/);
    const again = await pullRequest({ base: good, changes: worse });
    assert.match(again.log, /^AFD Lens: comment up to date\.$/m);
    await pullRequest({ base: good, changes: { 'chat.afd.yaml': deployment('chat', 3) } });
    assert.match(github.comments[0]!.body, /3A:1F/);
    await pullRequest({ base: good, changes: { 'README.md': 'x\n' } });
    assert.match(github.comments[0]!.body, /nothing to report any more$/);
    assert.deepEqual(
      github.writes().map((line) => line.split(' ')[0]),
      ['POST', 'PATCH', 'PATCH'],
    );
  });

  it('stays silent where no deployment changed, whatever is wrong with them', async () => {
    const { conclusion, log } = await pullRequest({ base: worse, changes: { 'README.md': 'x\n' } });
    assert.equal(conclusion, 'success');
    assert.match(log, /^AFD Lens: no comment: there is nothing to report\.$/m);
    assert.deepEqual(github.writes(), []);
  });

  const other = 'batch.afd.yaml';
  const moved = {
    base: { ...good, [other]: deployment('batch', 3) },
    changes: worse,
    later: { [other]: deployment('batch', 4) },
  };
  it('compares a pull request with what it is merged into, before all findings', async () => {
    const { log, summary } = await pullRequest(moved);
    assert.doesNotMatch(log, /could not be compared/);
    const [table, , ...folds] = github.comments[0]!.body.replaceAll('\r\n', '\n').split('<details>');
    assert.match(table!, /^<!-- afd-lens comment {2}-->\n<!-- afd-lens diff -->\n### AFD Lens: 1 deployment changed/);
    assert.match(table!, /<code>chat<\/code>.*10A:1F.* -> .*4A:1F/);
    assert.doesNotMatch(table!, /<code>batch<\/code>/);
    assert.match(
      folds.join(),
      /^<summary>All findings<\/summary>\n\n<!-- afd-lens check -->\n### [\s\S]*<code>batch<\/code>/,
    );
    assert.ok(summary.startsWith(table!.split('\n').slice(1).join('\n')), summary);
    assert.match(summary, /\n<\/details>\n\n<!-- afd-lens check -->\n### /);
  });

  it('leaves the findings out of a comment in which they have no room', async () => {
    const many = (workers: number) =>
      Array.from({ length: 150 }, (_, n) => deployment(`chat-${n}`, workers)).join('---\n');
    await pullRequest({ base: { 'chat.afd.yaml': many(10) }, changes: { 'chat.afd.yaml': many(4) } });
    const body = github.comments[0]!.body.replaceAll('\r\n', '\n');
    assert.ok(body.length <= 65_000, `${body.length} characters`);
    assert.ok(body.includes('150 deployments changed'));
    assert.ok(!body.includes('All findings'));
  });

  it('lists the findings instead where it cannot compare', async () => {
    for (const [inputs, ref] of [
      [{ base: 'no-such-branch' }, 'merged'],
      [{}, 'feature'],
    ] as const) {
      const { conclusion, log } = await pullRequest({ base: good, changes: worse }, inputs, { ref });
      assert.equal(conclusion, 'success');
      assert.match(log, /^::warning .*could not be compared with its base, so its comment lists all findings\. /m);
    }
    assert.match(
      github.comments[0]!.body,
      /-->\r\n<!-- afd-lens check -->\r\n### AFD Lens: <code>chat<\/code>: 4A:1F is/,
    );
    await pullRequest({ base: worse, changes: good }, { base: 'no-such-branch' });
    assert.match(github.comments[0]!.body, /nothing to report any more$/);
  });

  it('lists the findings of a manifest that cannot be read any more', async () => {
    const { conclusion, log } = await pullRequest({ base: good, changes: { 'chat.afd.yaml': broken } });
    assert.equal(conclusion, 'failure');
    assert.match(log, /^AFD Lens: comment written\.$/m);
    assert.match(github.comments[0]!.body, /AFD301/);
  });

  it('does not fail because of the comment', async () => {
    github.refusals.push({ status: 403, message: 'Resource not accessible by integration' });
    const { conclusion, log, summary } = await pullRequest({ base: good, changes: worse });
    assert.equal(conclusion, 'success');
    assert.match(log, /^::warning .*The comment of the pull request was not written: the token may not do that/m);
    assert.match(summary, /AFD101/);
    const without = await pullRequest({ base: good, changes: worse }, { 'github-token': '' });
    assert.equal(without.conclusion, 'success');
    assert.match(without.log, /^::warning .*The comment of the pull request was not written\.$/m);
  });

  const hostile = [
    '$(touch injected)',
    '"; touch injected; "',
    "'; touch injected; '",
    '$' + '{{ github.token }}',
    '--fix',
    'line\n::set-output name=x::y\nEOF',
  ];
  for (const text of hostile) {
    it(`takes hostile inputs as they are: ${JSON.stringify(text)}`, async () => {
      const { workspace: checkout } = pullRequestCheckout(scratch, { base: good, changes: worse });
      const event = { pull_request: { number: 7, head: { sha: text }, base: { sha: text } } };
      const attempts: readonly Readonly<Record<string, string>>[] = [
        { paths: text, 'sarif-file': text, base: text, tag: text },
        { args: text === '--fix' ? `-- ${text}` : text },
        { 'fail-on': text },
        { 'working-directory': text },
        { summary: text },
      ];
      for (const inputs of attempts) {
        const { log } = await runAction({
          action: root,
          workspace: checkout,
          runner: scratch,
          inputs: { sarif: 'true', comment: 'true', ...inputs },
          event,
          env: { GITHUB_API_URL: github.api },
        });
        assert.doesNotMatch(log, /^\s*::(?:error::|set-output)/m, JSON.stringify(inputs));
        assert.ok(!log.includes('ghs_'), JSON.stringify(inputs));
      }
      const files = readdirSync(checkout, { recursive: true }).map(String);
      assert.ok(!files.some((file) => file.split('/').at(-1) === 'injected'), files.join());
      assert.equal(readFileSync(join(checkout, 'chat.afd.yaml'), 'utf8'), worse['chat.afd.yaml']);
      assert.equal(new Set(github.comments.map(({ body }) => body.split('\r\n')[0])).size, github.comments.length);
    });
  }

  it('uploads nothing from a fork, which may not', async () => {
    for (const fork of [true, false]) {
      const { workspace, event } = pullRequestCheckout(scratch, { base: good, changes: worse });
      const { ran, outputs } = await runAction({
        action: root,
        workspace,
        runner: scratch,
        inputs: { sarif: 'true' },
        event: { pull_request: { ...event.pull_request, head: { ...event.pull_request.head, repo: { fork } } } },
      });
      assert.equal(ran.includes('Upload SARIF'), !fork);
      assert.notEqual(outputs['sarif-file'], '');
    }
  });

  it('comments on nothing else than a pull request', async () => {
    const { workspace: checkout } = pullRequestCheckout(scratch, { base: good, changes: worse });
    const { conclusion, ran } = await runAction({
      action: root,
      workspace: checkout,
      runner: scratch,
      inputs: { comment: 'true' },
      event: { ref: 'refs/heads/main' },
    });
    assert.deepEqual([conclusion, ran], ['success', ['Check', 'Pass or fail']]);
  });
});
