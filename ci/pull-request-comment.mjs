#!/usr/bin/env node
// Keeps one comment of a pull request on GitHub as a file says: writes it, updates it in place, and leaves it alone while
// its text stays the same. While the file is empty no comment is written, and one from before says so.
//
// Usage: node pull-request-comment.mjs --body FILE [--tag NAME] [--pull-request NUMBER]
//
//   --body FILE             Markdown
//   --tag NAME              tells several comments in one pull request apart
//   --pull-request NUMBER   by default that of the event in GITHUB_EVENT_PATH
//
// Environment, as GitHub Actions sets it: GITHUB_TOKEN with the permission `pull-requests: write`, GITHUB_REPOSITORY,
// GITHUB_API_URL for GitHub Enterprise. Node.js 20 or newer, and nothing else.
//
// Exit status: 0 also where GitHub refuses, with one warning, so that no build fails because of its comment; 2 for a
// wrong usage.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

/** GitHub takes comments of 65,536 characters. */
const mostCharacters = 65_000;
const mostAttempts = 3;
const longestWaitSeconds = 120;
const requestTimeoutMs = 30_000;
const pageSize = 100;

/** An answer of GitHub that is not the one asked for; worth another attempt after so many seconds, or undefined. */
class RefusedError extends Error {
  constructor(message, retrySeconds) {
    super(message);
    this.retrySeconds = retrySeconds;
  }
}

/** What the command line and the environment ask for. Throws an Error with one sentence. */
function readRequest() {
  const { values } = parseArgs({
    options: { body: { type: 'string' }, tag: { type: 'string' }, 'pull-request': { type: 'string' } },
  });
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository = '', GITHUB_API_URL: api } = process.env;
  if (values.body === undefined) throw new Error('--body FILE is missing');
  if (!token) throw new Error('the environment variable GITHUB_TOKEN is empty');
  if (!/^[^/]+\/[^/]+$/.test(repository)) throw new Error('GITHUB_REPOSITORY must be OWNER/NAME');
  const number = Number(values['pull-request'] ?? eventNumber());
  if (!Number.isSafeInteger(number) || number < 1) throw new Error('there is no pull request; give --pull-request');
  const path = repository.split('/').map(encodeURIComponent).join('/');
  const text = readFileSync(values.body, 'utf8').trim();
  return {
    token,
    address: `${(api || 'https://api.github.com').replace(/\/+$/, '')}/repos/${path}/issues`,
    number,
    marker: `<!-- afd-lens comment ${encodeURIComponent(values.tag ?? '')} -->`,
    text,
  };
}

function eventNumber() {
  const file = process.env.GITHUB_EVENT_PATH;
  return file ? JSON.parse(readFileSync(file, 'utf8')).pull_request?.number : undefined;
}

/** Makes the pull request as asked; returns what was done. Rejects with a RefusedError. */
async function updateComment(request) {
  const { address, number, marker, text } = request;
  const existing = await findComment(request);
  if (!existing) {
    if (text === '') return 'no comment: there is nothing to report';
    await call(request, 'POST', `${address}/${number}/comments`, commentBody(marker, text));
    return 'comment written';
  }
  const body = commentBody(marker, text || '### AFD Lens: nothing to report any more');
  if (normalised(existing.body) === normalised(body)) return 'comment up to date';
  await call(request, 'PATCH', `${address}/comments/${existing.id}`, body);
  return 'comment updated';
}

/** The oldest comment that begins with our marker. */
async function findComment(request) {
  const { address, number, marker, token } = request;
  // Anybody can write the marker. Tokens of GitHub Apps, like that of a workflow, write as a bot.
  const isOurs = ({ body, user }) => body?.startsWith(marker) && (!token.startsWith('ghs_') || user?.type === 'Bot');
  for (let page = 1; ; page++) {
    const comments = await call(request, 'GET', `${address}/${number}/comments?per_page=${pageSize}&page=${page}`);
    const found = comments.find(isOurs);
    if (found || comments.length < pageSize) return found;
  }
}

async function call({ token }, method, url, body) {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(requestTimeoutMs),
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent': 'afd-lens',
      'x-github-api-version': '2022-11-28',
    },
    ...(body === undefined ? {} : { body: JSON.stringify({ body }) }),
  }).catch((reason) => {
    throw new RefusedError(`GitHub cannot be reached: ${reason.cause?.code ?? reason.message}`, null);
  });
  const text = await response.text().catch(() => '');
  if (response.ok) return JSON.parse(text);
  throw refusal(response, text);
}

/** Why GitHub refused, and whether it is worth asking again. */
function refusal({ status, headers }, text) {
  const said = messageOf(text);
  const answer = `HTTP ${status}${said && `: ${said}`}`;
  const retryAfter = headers.get('retry-after');
  const isLimit = status === 429 || (status === 403 && (retryAfter !== null || /secondary rate limit/i.test(said)));
  if (isLimit || status >= 500) {
    const seconds = Number(retryAfter ?? Number.NaN);
    return new RefusedError(`GitHub did not answer well, ${answer}`, Number.isFinite(seconds) ? seconds : null);
  }
  if (status === 401) return new RefusedError(`the token is not valid, ${answer}`);
  if (status === 403 || status === 404) {
    return new RefusedError(
      `the token may not do that, ${answer}; the job needs the permission pull-requests: write, which pull requests from forks never get`,
    );
  }
  return new RefusedError(answer);
}

function messageOf(text) {
  try {
    return String(JSON.parse(text).message ?? '').slice(0, 200);
  } catch {
    return '';
  }
}

/** The whole update again where that may help: a comment whose answer got lost is then found, not written twice. */
async function withRetries(update) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await update();
    } catch (reason) {
      if (!(reason instanceof RefusedError) || reason.retrySeconds === undefined || attempt === mostAttempts)
        throw reason;
      const seconds = reason.retrySeconds ?? 2 ** (attempt - 1);
      if (seconds > longestWaitSeconds) throw reason;
      await sleep(seconds * 1000);
    }
  }
}

/** Marker and text, cut at the end of a line where it is too long. */
function commentBody(marker, text) {
  const whole = `${marker}\n${text}\n`;
  if (whole.length <= mostCharacters) return whole;
  const note = '\n\n_The rest has no room in a comment; the job summary has all of it._\n';
  const cut = whole.slice(0, mostCharacters - note.length - 1_000);
  const lines = cut.slice(0, cut.lastIndexOf('\n'));
  const open = count(lines, '<details>') - count(lines, '</details>');
  return `${lines}${'\n\n</details>'.repeat(Math.max(0, open))}${note}`;
}

function count(text, part) {
  return text.split(part).length - 1;
}

function normalised(text) {
  return text.replaceAll('\r\n', '\n').trim();
}

/** One line about the run, as an annotation where a runner reads it, without the token. */
function warn(message) {
  const line = message.replaceAll(process.env.GITHUB_TOKEN || '\0', '***').replace(/\s+/g, ' ');
  if (process.env.GITHUB_ACTIONS === 'true') {
    console.log(`::warning title=AFD Lens::${line.replaceAll('%', '%25')}`);
  } else console.error(`afd-lens: ${line}`);
}

let request;
try {
  request = readRequest();
} catch (reason) {
  console.error(`afd-lens: ${reason.message}; see the first lines of pull-request-comment.mjs`);
  process.exit(2);
}
try {
  console.log(`AFD Lens: ${await withRetries(() => updateComment(request))}.`);
} catch (reason) {
  warn(`The comment of the pull request was not written: ${reason.message.replace(/\.$/, '')}.`);
}
