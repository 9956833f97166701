// Also tests: language-server/read-progress, language-server/referenced-buffers, language-server/session, language-server/open-manifest
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver/node';
import { waitFor } from '../wait-for';
import { manifest, traceRows } from './manifests';
import { fullCapabilities, ProtocolClient } from './protocol-client';

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

describe('diagnostics over the protocol', () => {
  let client: ProtocolClient;
  beforeEach(async () => {
    client = await ProtocolClient.start();
  });
  afterEach(() => client.stop());

  it('reports a mis-sized ratio on its scalar, with code, page and the other pool', async () => {
    client.write('traces/chat.csv', traceRows(2000));
    const uri = await client.open('chat.afd.yaml', manifest());
    const [found, ...rest] = await client.settledDiagnostics(uri);
    assert.deepEqual(codes(rest), []);
    assert.equal(found?.code, 'AFD101');
    assert.equal(found.source, 'AFD Lens');
    assert.equal(found.severity, 2);
    assert.match(
      found.message,
      /^4A:1F is attention-bound: \d+A:1F gives \+\d+ % \(\+[\d.]+ to \+\d+ %\) tokens\/s per worker\.$/,
    );
    assert.deepEqual(found.range, { start: { line: 7, character: 24 }, end: { line: 7, character: 25 } });
    assert.equal(found.relatedInformation?.[0]?.location.range.start.line, 8);
    assert.ok(existsSync(fileURLToPath(found.codeDescription!.href)), 'the linked page is packaged');
  });

  it('is calm while the trace is being read and refreshes when it is', async () => {
    client.write('traces/chat.csv', traceRows(2000));
    const refreshed = client.nextRefresh();
    const uri = await client.open('chat.afd.yaml', manifest());
    assert.deepEqual(await client.diagnostics(uri), []);
    await refreshed;
    assert.deepEqual(codes(await client.diagnostics(uri)), ['AFD101']);
  });

  it('follows the text without saving', async () => {
    client.write('traces/chat.csv', traceRows(2000));
    const uri = await client.open('chat.afd.yaml', manifest());
    await client.settledDiagnostics(uri);
    await client.change(uri, manifest({ attention: '{ workers: 9, batchSize: 256 }' }));
    assert.deepEqual(await client.diagnostics(uri), []);
    await client.change(uri, manifest({ attention: '{ workers: 64, batchSize: 256 }' }));
    assert.deepEqual(codes(await client.diagnostics(uri)), ['AFD103']);
  });

  it('refreshes when the trace changes on disk, is deleted, and comes back', async () => {
    const path = client.write('traces/chat.csv', traceRows(2000));
    const uri = await client.open('chat.afd.yaml', manifest());
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD101']);
    await client.watching();
    const changed = client.nextRefresh();
    client.write('traces/chat.csv', traceRows(2000, 100, 250));
    await changed;
    assert.deepEqual(codes(await client.diagnostics(uri)), []);
    const deleted = client.nextRefresh();
    rmSync(path);
    await deleted;
    const [missing] = await client.diagnostics(uri);
    assert.equal(missing?.code, 'AFD305');
    assert.equal(missing.message, 'Trace file `traces/chat.csv` does not exist; paths are relative to this file.');
    const back = client.nextRefresh();
    client.write('traces/chat.csv', traceRows(2000));
    await back;
    assert.deepEqual(codes(await client.diagnostics(uri)), ['AFD101']);
  });

  it('sees a trace appear in a folder that did not exist, and go with its folder', async () => {
    const uri = await client.open('chat.afd.yaml', manifest());
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD305']);
    await client.watching();
    const appeared = client.nextRefresh();
    client.write('traces/chat.csv', traceRows(2000));
    await appeared;
    assert.deepEqual(codes(await client.diagnostics(uri)), ['AFD101']);
    const gone = client.nextRefresh();
    rmSync(join(client.folder, 'traces'), { recursive: true });
    await gone;
    assert.deepEqual(codes(await client.diagnostics(uri)), ['AFD305']);
  });

  it('uses the unsaved text of a referenced file that is open in another tab', async () => {
    client.write('traces/chat.csv', traceRows(2000));
    const uri = await client.open('chat.afd.yaml', manifest());
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD101']);
    const trace = await client.open('traces/chat.csv', traceRows(2000), 'csv');
    const edited = client.nextRefresh();
    await client.change(trace, traceRows(2000, 100, 250));
    await edited;
    assert.deepEqual(codes(await client.diagnostics(uri)), []);
    const closed = client.nextRefresh();
    await client.close(trace);
    await closed;
    assert.deepEqual(codes(await client.diagnostics(uri)), ['AFD101']);
  });

  it('resolves references of a read-only version beside the real file', async () => {
    client.write('traces/chat.csv', traceRows(2000));
    const uri = await client.open(`git:${client.folder}/chat.afd.yaml?%7B%22ref%22%3A%22HEAD%22%7D`, manifest());
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD101']);
  });

  it('says calmly that files of a virtual workspace are not read', async () => {
    const uri = await client.open('vscode-vfs://github/owner/repo/chat.afd.yaml', manifest());
    const [found] = await client.settledDiagnostics(uri);
    assert.equal(found?.code, 'AFD305');
    assert.equal(found.severity, 3);
    assert.match(found.message, /not on the local disk/);
  });

  it('applies severities and thresholds from the settings at once', async () => {
    client.write('traces/chat.csv', traceRows(2000));
    const uri = await client.open('chat.afd.yaml', manifest());
    await client.settledDiagnostics(uri);
    for (const [settings, expected] of [
      [{ rules: { AFD101: 'info' } }, [3]],
      [{ rules: { AFD101: 'off' } }, []],
      [{ minGainPercent: 90 }, []],
      [{ ratioTolerancePercent: 10_000 }, []],
      [{}, [2]],
    ] as const) {
      client.settings = settings;
      const refreshed = client.nextRefresh();
      await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      await refreshed;
      assert.deepEqual(
        (await client.diagnostics(uri)).map(({ severity }) => severity),
        expected,
      );
    }
  });
});

describe('a client that refuses what the server asks of it', () => {
  it('is answered as before', async () => {
    const client = await ProtocolClient.start();
    let refused = 0;
    client.connection.onRequest('workspace/diagnostic/refresh', () => {
      refused += 1;
      throw new Error('not now');
    });
    client.write('traces/chat.csv', traceRows(2000));
    const uri = await client.open('chat.afd.yaml', manifest());
    assert.deepEqual(codes(await client.settledDiagnostics(uri)), ['AFD101']);
    await waitFor('a refusal and its line in the log', () => refused > 0 && client.logged.length > 0);
    assert.match(client.logged[0]!, /the client did not take a message.*not now/);
    assert.deepEqual(codes(await client.diagnostics(uri)), ['AFD101']);
    await client.stop();
  });
});

describe('diagnostics for a client that does not pull', () => {
  it('publishes them with the document version and clears them on close', async () => {
    const { diagnostic: _, ...textDocument } = fullCapabilities.textDocument!;
    const client = await ProtocolClient.start({ ...fullCapabilities, textDocument });
    client.write('traces/chat.csv', traceRows(2000));
    const uri = await client.open('chat.afd.yaml', manifest());
    await waitFor('a diagnostic', () => client.published.some(({ diagnostics }) => diagnostics.length > 0));
    assert.deepEqual(codes(client.published.at(-1)!.diagnostics), ['AFD101']);
    assert.equal(client.published.at(-1)!.version, 1);
    await client.change(uri, manifest({ attention: '{ workers: 9, batchSize: 256 }' }));
    await waitFor('diagnostics of version 2', () => client.published.at(-1)!.version === 2);
    assert.deepEqual(client.published.at(-1)!.diagnostics, []);
    await client.close(uri);
    await waitFor('the diagnostics to be taken back', () => client.published.at(-1)!.version === undefined);
    assert.deepEqual(client.published.at(-1), { uri, diagnostics: [] });
    await client.stop();
  });
});
