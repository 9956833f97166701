import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type FakeGithub, fakeGithub } from './fake-github';

const script = resolve('ci/pull-request-comment.mjs');
const token = 'ghs_secret-of-this-test';
const marker = '<!-- afd-lens comment  -->';

describe('ci/pull-request-comment.mjs', () => {
  let folder = '';
  let github: FakeGithub;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'afd-comment-'));
    github = await fakeGithub({ token });
  });
  afterEach(async () => {
    await github.close();
    rmSync(folder, { recursive: true });
  });

  async function run(
    body: string,
    { args = [], env = {} }: { readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
  ): Promise<{ status: number | null; out: string; error: string }> {
    const file = join(folder, 'body.md');
    const event = join(folder, 'event.json');
    writeFileSync(file, body);
    writeFileSync(event, JSON.stringify({ pull_request: { number: 7 } }));
    const child = spawn(process.execPath, [script, '--body', file, ...args], {
      env: {
        GITHUB_ACTIONS: 'true',
        GITHUB_API_URL: github.api,
        GITHUB_EVENT_PATH: event,
        GITHUB_REPOSITORY: 'acme/models',
        GITHUB_TOKEN: token,
        ...env,
      },
    });
    const result = { status: null as number | null, out: '', error: '' };
    child.stdout.on('data', (chunk) => {
      result.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      result.error += chunk;
    });
    result.status = await new Promise((done) => child.once('close', done));
    assert.ok(!`${result.out}${result.error}`.includes(token), 'the token is printed');
    return result;
  }

  const done = (what: string) => ({ status: 0, out: `AFD Lens: ${what}.\n`, error: '' });

  it('writes a comment once, leaves it alone while the text is the same, and updates it in place', async () => {
    assert.deepEqual(await run('### 4A:1F\n\n| a | b |\n'), done('comment written'));
    assert.deepEqual(await run('### 4A:1F\n\n| a | b |\n'), done('comment up to date'));
    assert.deepEqual(github.writes(), ['POST /repos/acme/models/issues/7/comments']);
    assert.deepEqual(await run('### 8A:1F\n'), done('comment updated'));
    assert.deepEqual(await run('### 8A:1F\n'), done('comment up to date'));
    assert.deepEqual(github.writes().slice(1), ['PATCH /repos/acme/models/issues/comments/1000']);
    assert.deepEqual(
      github.comments.map(({ body }) => body),
      [`${marker}\r\n### 8A:1F`],
    );
  });

  it('stays silent while there is nothing to report, and takes back what it said before', async () => {
    assert.deepEqual(await run('\n'), done('no comment: there is nothing to report'));
    assert.deepEqual(github.writes(), []);
    await run('### 4A:1F\n');
    assert.deepEqual(await run(''), done('comment updated'));
    assert.deepEqual(await run(''), done('comment up to date'));
    assert.equal(github.comments[0]!.body, `${marker}\r\n### AFD Lens: nothing to report any more`);
    assert.equal(github.writes().length, 2);
  });

  it('finds its comment behind hundreds of others, and none before it', async () => {
    const others = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ id: i, body: `Quoted: ${marker}`, user: { type: 'User' } }));
    github.comments.push(...others(200));
    await run('### 4A:1F\n');
    assert.deepEqual(github.requests, [
      ...[1, 2, 3].map((page) => `GET /repos/acme/models/issues/7/comments?per_page=100&page=${page}`),
      'POST /repos/acme/models/issues/7/comments',
    ]);
    assert.deepEqual(await run('### 4A:1F\n'), done('comment up to date'));
    assert.equal(github.writes().length, 1);
  });

  it('never changes the comment of a person who wrote the marker, but that of its own account', async () => {
    github.comments.push({ id: 5, body: `${marker}\nmine`, user: { type: 'User' } });
    assert.deepEqual(await run('### 4A:1F\n'), done('comment written'));
    assert.equal(github.comments[0]!.body, `${marker}\nmine`);
    await github.close();
    github = await fakeGithub({ token: 'ghp_secret' });
    github.comments.push({ id: 5, body: `${marker}\nmine`, user: { type: 'User' } });
    assert.deepEqual(await run('### 4A:1F\n', { env: { GITHUB_TOKEN: 'ghp_secret' } }), done('comment updated'));
  });

  it('keeps one comment for each tag, whatever it is made of', async () => {
    const tags = ['eu', 'us', '--> <b>', 'e'];
    for (const tag of tags)
      assert.deepEqual(await run(`for ${tag}`, { args: [`--tag=${tag}`] }), done('comment written'));
    await run('for eu, again', { args: ['--tag', 'eu'] });
    assert.deepEqual(
      github.comments.map(({ body }) => body.split('\r\n')),
      [
        ['<!-- afd-lens comment eu -->', 'for eu, again'],
        ['<!-- afd-lens comment us -->', 'for us'],
        ['<!-- afd-lens comment --%3E%20%3Cb%3E -->', 'for --> <b>'],
        ['<!-- afd-lens comment e -->', 'for e'],
      ],
    );
  });

  it('works with the API of GitHub Enterprise', async () => {
    await github.close();
    github = await fakeGithub({ token, base: '/api/v3' });
    assert.deepEqual(await run('x', { env: { GITHUB_API_URL: `${github.api}/` } }), done('comment written'));
    assert.deepEqual(github.writes(), ['POST /api/v3/repos/acme/models/issues/7/comments']);
  });

  it('keeps within 65,000 characters, whole lines and closed folds', async () => {
    const line = `| ${'x'.repeat(96)} |\n`;
    await run(`<details><summary>All</summary>\n\n${line.repeat(1000)}\n</details>\n`);
    const body = github.comments[0]!.body.replaceAll('\r\n', '\n');
    assert.ok(body.length <= 65_000 && body.length > 60_000, `${body.length} characters`);
    const [head, end] = body.split('\n\n</details>');
    assert.ok(head?.endsWith(line.trimEnd()));
    assert.equal(end, '\n\n_The rest has no room in a comment; the job summary has all of it._');
    const fits = `${'y'.repeat(64_900)}`;
    await run(fits, { args: ['--tag', 'fits'] });
    assert.ok(github.comments[1]!.body.endsWith(fits));
  });

  const refused: readonly [string, number, string, RegExp][] = [
    [
      'a token that can only read, as in a pull request from a fork',
      403,
      'Resource not accessible by integration',
      /the token may not do that, HTTP 403: Resource not accessible by integration; the job needs the permission pull-requests: write, which pull requests from forks never get\.$/,
    ],
    ['a repository it cannot see', 404, 'Not Found', /the token may not do that, HTTP 404: Not Found; /],
    ['a token that is not valid', 401, 'Bad credentials', /the token is not valid, HTTP 401: Bad credentials\.$/],
    [
      'a text that GitHub refuses',
      422,
      'Validation\n::error::Failed 100%.',
      /HTTP 422: Validation ::error::Failed 100%25\.$/,
    ],
    ['a redirection', 307, '', /not written: HTTP 307\.$/],
  ];
  for (const [title, status, message, expected] of refused) {
    it(`warns in one line and fails no build: ${title}`, async () => {
      github.refusals.push({ status, message });
      const result = await run('x');
      assert.deepEqual([result.status, result.error], [0, '']);
      const [line, ...others] = result.out.split('\n');
      assert.deepEqual(others, ['']);
      assert.match(line!, /^::warning title=AFD Lens::The comment of the pull request was not written: /);
      assert.match(line!, expected);
      assert.equal(github.requests.length, 1);
      github.refusals.push({ status, message });
      const outside = await run('x', { env: { GITHUB_ACTIONS: '' } });
      assert.deepEqual([outside.status, outside.out], [0, '']);
      assert.match(outside.error, /^afd-lens: The comment of the pull request was not written: .*\n$/);
    });
  }

  it('asks again where the server fails, and finds the comment whose answer got lost', async () => {
    const failure = { status: 502, headers: { 'retry-after': '0' } };
    github.refusals.push(failure);
    assert.deepEqual(await run('x'), done('comment written'));
    github.comments.length = 0;
    github.refusals.push(undefined, { ...failure, after: true });
    assert.deepEqual(await run('x'), done('comment up to date'));
    assert.equal(github.comments.length, 1);
    assert.deepEqual(github.requests.map((line) => line.split(' ')[0]).join(' '), 'GET GET POST GET POST GET');
  });

  it('waits as long as it is told to where it asked too often, and no longer than is sensible', async () => {
    const limit = { status: 403, message: 'You have exceeded a secondary rate limit.' };
    github.refusals.push(
      { ...limit, headers: { 'retry-after': '0' } },
      { status: 429, headers: { 'retry-after': '0' } },
    );
    assert.deepEqual(await run('x'), done('comment written'));
    github.refusals.push({ ...limit, headers: { 'retry-after': '3600' } });
    assert.match(
      (await run('y')).out,
      /^::warning .*GitHub did not answer well, HTTP 403: You have exceeded a secondary/,
    );
  });

  it('gives up after three attempts', async () => {
    github.refusals.push(...Array.from({ length: 9 }, () => ({ status: 503, headers: { 'retry-after': '0' } })));
    assert.match((await run('x')).out, /^::warning .*not written: GitHub did not answer well, HTTP 503\.\n$/);
    assert.equal(github.requests.length, 3);
  });

  it('says that nobody answers', async () => {
    const { api } = github;
    await github.close();
    const result = await run('x', { env: { GITHUB_API_URL: api } });
    assert.equal(result.status, 0);
    assert.match(result.out, /^::warning .*not written: GitHub cannot be reached: ECONNREFUSED\.\n$/);
  });

  const misuse: readonly [string, readonly string[], NodeJS.ProcessEnv, RegExp][] = [
    ['no token', [], { GITHUB_TOKEN: '' }, /GITHUB_TOKEN is empty/],
    ['no repository', [], { GITHUB_REPOSITORY: 'acme' }, /GITHUB_REPOSITORY must be OWNER\/NAME/],
    ['no pull request', [], { GITHUB_EVENT_PATH: '' }, /there is no pull request; give --pull-request/],
    ['a number that is none', ['--pull-request', '7/../8'], {}, /there is no pull request/],
    ['an unknown option', ['--tagg', 'x'], {}, /'--tagg'/],
    ['a body that is not there', ['--body', '/none.md'], {}, /no such file/],
  ];
  for (const [title, args, env, expected] of misuse) {
    it(`refuses ${title}`, async () => {
      const { status, out, error } = await run('x', { args, env });
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, expected);
      assert.equal(error.split('\n').length, 2);
      assert.deepEqual(github.requests, []);
    });
  }

  it('describes all its options and variables in its first lines', () => {
    const text = readFileSync(script, 'utf8');
    const head = text.slice(0, text.indexOf('import '));
    for (const name of ['--body', '--tag', '--pull-request', ...(text.match(/GITHUB_[A-Z_]+/g) ?? [])]) {
      if (name !== 'GITHUB_ACTIONS') assert.ok(head.includes(name), name);
    }
  });
});
