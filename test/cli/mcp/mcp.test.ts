// Also tests: mcp/serve-tools
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { agentTools } from '../../../server/src/agent-tools/catalogue';
import { mostTextBytes } from '../../../server/src/agent-tools/tool-text';

const program = resolve('dist/cli.js');
const example = resolve('examples/paper-base-case.afd.yaml');

/** Runs the server with this on its standard input, which then ends. */
async function runMcp(input: string): Promise<{ status: number | null; out: string; error: string }> {
  const child = spawn(process.execPath, [program, 'mcp']);
  const run = { status: null as number | null, out: '', error: '' };
  child.stdout.on('data', (chunk) => {
    run.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    run.error += chunk;
  });
  child.stdin.end(input);
  return new Promise((done) => child.once('close', (status) => done({ ...run, status })));
}

describe('afd-lens mcp', () => {
  let client: Client;
  let transport: StdioClientTransport;
  let folder = '';
  let logged = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'afd-mcp-'));
    transport = new StdioClientTransport({
      command: process.execPath,
      args: [program, 'mcp'],
      cwd: folder,
      stderr: 'pipe',
    });
    transport.stderr!.on('data', (chunk) => {
      logged += chunk;
    });
    client = new Client({ name: 'test', version: '1' });
    client.onerror = (error) => {
      throw error;
    };
    await client.connect(transport);
  });
  after(async () => {
    await client.close();
    rmSync(folder, { recursive: true });
    assert.equal(logged, '');
  });

  async function call(name: string, args?: Record<string, unknown>) {
    const result = (await client.callTool({ name, ...(args ? { arguments: args } : {}) })) as CallToolResult;
    const [content, ...others] = result.content;
    assert.ok(content?.type === 'text' && others.length === 0);
    assert.ok(Buffer.byteLength(content.text) <= mostTextBytes, `${Buffer.byteLength(content.text)} bytes`);
    return {
      text: content.text,
      isError: result.isError,
      json: JSON.parse(JSON.stringify(result.structuredContent ?? null)),
    };
  }

  it('offers three tools that only read', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools,
      agentTools.map(({ name, title, description, inputSchema }) => ({
        name,
        title,
        description,
        inputSchema,
        annotations: { readOnlyHint: true, openWorldHint: false },
      })),
    );
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.deepEqual(client.getServerVersion(), { name: 'afd-lens', title: 'AFD Lens', version });
    assert.deepEqual(client.getServerCapabilities(), { tools: {} });
  });

  it('analyses a manifest with the numbers of explain', async () => {
    const { text, isError, json } = await call('analyze_afd_ratio', { path: example });
    assert.equal(isError, false);
    assert.match(text, /4A:1F is attention-bound · optimum 10A:1F/);
    const { stdout } = spawnSync(process.execPath, [program, 'explain', example, '--format', 'json'], {
      encoding: 'utf8',
    });
    const numbers = ({ findings: _, ...entry }: { findings: unknown }) => entry;
    assert.deepEqual(json.deployments.map(numbers), JSON.parse(stdout).deployments.map(numbers));
  });

  it('takes a path from the folder it was started in', async () => {
    writeFileSync(join(folder, 'here.afd.yaml'), readFileSync(example));
    assert.match((await call('analyze_afd_ratio', { path: 'here.afd.yaml' })).text, /\(here\.afd\.yaml, document 0\)/);
  });

  it('explains a rule, and sweeps a deployment', async () => {
    assert.match((await call('explain_afd_rule', { code: 'AFD101' })).text, /^# AFD101: Ratio mis-sized/);
    const { text, json } = await call('sweep_afd_ratio', { path: example, document: 0, low: 4, high: 12 });
    assert.match(text, /^stationary \(/);
    assert.deepEqual([json.sweep.length, json.configured.attention], [9, 4]);
  });

  it('answers wrong inputs with a result that says what to do', async () => {
    for (const [name, args, expected] of [
      ['analyze_afd_ratio', undefined, /^Give the `path` of a manifest\.$/],
      ['analyze_afd_ratio', { path: 'none.afd.yaml' }, /`none\.afd\.yaml`.*: no such file\.$/],
      ['analyze_afd_ratio', { pth: 'x' }, /did you mean `path`\?$/],
      ['explain_afd_rule', { code: 'AFD777' }, /^There is no rule `AFD777`; there are AFD101/],
      ['sweep_afd_ratio', { path: example }, /has 2 deployments; give `document`/],
      ['sweep_afd_ratio', { path: example, document: 0, batchSize: -1 }, /whole number from 1/],
      ['write_afd_ratio', {}, /^There is no tool `write_afd_ratio`/],
    ] as const) {
      const { text, isError, json } = await call(name, args);
      assert.deepEqual([isError, json], [true, null], text);
      assert.match(text, expected);
      assert.equal(text.split('\n').length, 1);
    }
  });

  it('answers for a text of a megabyte, and for several calls at once', async () => {
    const text = readFileSync(example, 'utf8');
    const large = text + `# ${'x'.repeat(997)}\n`.repeat(998);
    assert.ok(large.length > 990_000 && large.length < 1_000_000);
    const answers = await Promise.all([
      call('analyze_afd_ratio', { text: large }),
      call('analyze_afd_ratio', { text: `${large}${large}` }),
      call('explain_afd_rule', { code: 'AFD309' }),
    ]);
    assert.match(answers[0].text, /optimum 10A:1F/);
    assert.match(answers[1].text, /AFD309 Not analysed/);
    assert.match(answers[2].text, /^# AFD309/);
  });

  const hello = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  };

  it('ends with status 0 when its input ends, with nothing but the protocol on its output', async () => {
    assert.deepEqual(await runMcp(''), { status: 0, out: '', error: '' });
    const { status, out, error } = await runMcp(`${JSON.stringify(hello)}\n`);
    assert.deepEqual([status, error], [0, '']);
    const [line, ...others] = out.split('\n');
    assert.deepEqual(others, ['']);
    assert.equal(JSON.parse(line!).id, 1);
  });

  it('answers what was asked before its input ended', async () => {
    const call = (id: number, name: string, args: object) => ({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name, arguments: args },
    });
    const messages = [
      hello,
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      call(2, 'analyze_afd_ratio', { path: resolve('examples/chat-prod.afd.yaml') }),
      call(3, 'explain_afd_rule', { code: 'AFD101' }),
    ];
    const { status, out } = await runMcp(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
    assert.equal(status, 0);
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(answers.map(({ id }) => id).sort(), [1, 2, 3]);
    assert.match(answers.find(({ id }) => id === 2).result.content[0].text, /attention-bound/);
  });

  it('goes on after a line that is no message, and logs it on standard error', async () => {
    const { status, out, error } = await runMcp(`nonsense\n[]\n${JSON.stringify(hello)}\n`);
    assert.equal(status, 0);
    assert.equal(JSON.parse(out).id, 1);
    assert.match(error, /^afd-lens: .*not valid JSON\nafd-lens: .*\n$/);
  });

  it('takes no arguments', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'mcp', 'x'], {
      encoding: 'utf8',
      input: '',
    });
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /too many arguments/);
  });

  it('keeps the protocol in a bundle of its own, which no other command needs', () => {
    const protocol = 'notifications/initialized';
    assert.ok(readFileSync('dist/mcp.js', 'utf8').includes(protocol));
    for (const bundle of ['programs', 'extension']) {
      assert.ok(!readFileSync(`dist/${bundle}.js`, 'utf8').includes(protocol), bundle);
    }
    const alone = join(folder, 'cli.js');
    copyFileSync(program, alone);
    copyFileSync(resolve('dist/programs.js'), join(folder, 'programs.js'));
    const run = (...args: string[]) => spawnSync(process.execPath, [alone, ...args], { encoding: 'utf8', input: '' });
    assert.equal(run('explain', example).status, 0);
    const without = run('mcp');
    assert.equal(without.status, 2);
    assert.match(without.stderr, /^afd-lens: Cannot find module '.*mcp\.js'/);
  });

  it('carries no network server', () => {
    const bundle = readFileSync('dist/mcp.js', 'utf8');
    for (const builtin of ['http', 'https', 'net', 'http2', 'tls']) {
      assert.doesNotMatch(bundle, new RegExp(`require\\("(?:node:)?${builtin}"\\)`));
    }
    assert.doesNotMatch(readFileSync('dist/third-party-notices.txt', 'utf8'), /^(?:express|hono|cors|jose) /m);
  });
});
