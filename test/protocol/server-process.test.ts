import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  createProtocolConnection,
  type InitializeResult,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { manifest, traceRows } from './manifests';

const program = resolve('dist/server.js');

function started(transport: '--stdio' | '--node-ipc'): { child: ChildProcess; connection: ProtocolConnection } {
  const child =
    transport === '--stdio'
      ? spawn(process.execPath, [program, transport], { stdio: ['pipe', 'pipe', 'inherit'] })
      : fork(program, [transport]);
  const connection =
    transport === '--stdio'
      ? createProtocolConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!))
      : createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  return { child, connection };
}

const initialize = (connection: ProtocolConnection) =>
  // A process that outlives the server, so that only the end of the connection can end it.
  connection.sendRequest<InitializeResult>('initialize', { processId: process.pid, rootUri: null, capabilities: {} });

describe('the packaged language server', () => {
  it('tells its version, and in one line what is wrong with a command line', () => {
    const run = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', input: '' });
    const version = run('--version');
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
    assert.deepEqual([version.stderr, version.status], ['', 0]);
    assert.equal(run('--help').status, 0);
    const bare = run();
    assert.deepEqual([bare.stdout, bare.status], ['', 2]);
    assert.match(bare.stderr, /^afd-language-server: .*give --stdio; see afd-language-server --help\n$/);
  });

  for (const transport of ['--stdio', '--node-ipc'] as const) {
    it(`answers over ${transport} and ends when told to`, async () => {
      const { child, connection } = started(transport);
      const { serverInfo } = await initialize(connection);
      assert.equal(serverInfo?.name, 'AFD Lens');
      const exit = once(child, 'exit');
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      assert.deepEqual(await exit, [0, null]);
      connection.dispose();
    });
  }

  for (const [when, busy] of [
    ['at rest', false],
    ['while a trace is read in its worker', true],
  ] as const) {
    it(`ends when the editor is gone without a word, ${when}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'afd-lens-server-'));
      const { child, connection } = started('--stdio');
      await initialize(connection);
      if (busy) {
        writeFileSync(join(folder, 'trace.csv'), traceRows(400_000));
        const uri = URI.file(join(folder, 'chat.afd.yaml')).toString();
        const published = new Promise((resolve) =>
          connection.onNotification('textDocument/publishDiagnostics', resolve),
        );
        const text = manifest({ workload: '{ trace: trace.csv }' });
        await connection.sendNotification('textDocument/didOpen', {
          textDocument: { uri, languageId: 'yaml', version: 1, text },
        });
        await published;
      }
      const exit = once(child, 'exit');
      connection.dispose();
      child.stdin!.end();
      assert.deepEqual(await exit, [1, null]);
      rmSync(folder, { recursive: true });
    });
  }
});
