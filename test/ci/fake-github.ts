import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface FakeComment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: string };
}

/** What the fake answers instead of doing as asked; `after` does it all the same, and then gives this answer. */
export interface Refusal {
  readonly status: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly after?: boolean;
}

/** The comments of one pull request behind GitHub's REST API, on this machine. */
export interface FakeGithub {
  readonly api: string;
  readonly comments: FakeComment[];
  /** `METHOD PATH` of every request, in order. */
  readonly requests: string[];
  /** Of these, the ones that write. */
  readonly writes: () => readonly string[];
  /** Answers to the next requests, one each; undefined for one that is done as asked. */
  readonly refusals: (Refusal | undefined)[];
  readonly close: () => Promise<void>;
}

/** Starts the fake for the pull request 7 of acme/models; `base` is the path before the API's own, as on Enterprise. */
export async function fakeGithub({ token, base = '' }: { token: string; base?: string }): Promise<FakeGithub> {
  const comments: FakeComment[] = [];
  const requests: string[] = [];
  const refusals: (Refusal | undefined)[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    requests.push(`${request.method} ${request.url}`);
    const refusal = refusals.shift();
    if (refusal && !refusal.after) return refuse(response, refusal);
    const answer = respond(request, body);
    if (refusal) return refuse(response, refusal);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.json));
  });

  function respond({ method, url = '', headers }: IncomingMessage, body: string): { status: number; json: unknown } {
    if (headers.authorization !== `Bearer ${token}`) return { status: 401, json: { message: 'Bad credentials' } };
    if (!headers['user-agent']) return { status: 403, json: { message: 'Request forbidden by administrative rules.' } };
    const { pathname, searchParams } = new URL(url, 'http://x');
    const repository = `${base}/repos/acme/models/issues`;
    if (method === 'GET' && pathname === `${repository}/7/comments`) {
      const size = Number(searchParams.get('per_page') ?? 30);
      const page = Number(searchParams.get('page') ?? 1);
      return { status: 200, json: comments.slice((page - 1) * size, page * size) };
    }
    const posted: unknown = body === '' ? undefined : JSON.parse(body).body;
    if (typeof posted === 'string' && posted.length > 65_536) {
      return { status: 422, json: { message: 'Body is too long (maximum is 65536 characters)' } };
    }
    if (method === 'POST' && pathname === `${repository}/7/comments` && typeof posted === 'string') {
      const comment = { id: 1000 + comments.length, body: stored(posted), user: { type: 'Bot' } };
      comments.push(comment);
      return { status: 201, json: comment };
    }
    const comment = comments.find(({ id }) => pathname === `${repository}/comments/${id}`);
    if (method === 'PATCH' && comment && typeof posted === 'string') {
      comment.body = stored(posted);
      return { status: 200, json: comment };
    }
    return { status: 404, json: { message: 'Not Found' } };
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    comments,
    requests,
    writes: () => requests.filter((line) => !line.startsWith('GET ')),
    refusals,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** GitHub gives line ends back as browsers send them. */
function stored(body: string): string {
  return body.trimEnd().replaceAll('\n', '\r\n');
}

function refuse(response: ServerResponse, { status, message = '', headers = {} }: Refusal): void {
  response.writeHead(status, headers).end(JSON.stringify({ message }));
}
