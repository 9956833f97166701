import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type CompletionList,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { positionOf, withCursor } from './cursor';
import { manifest } from './manifests';

/** The line that docs/editors.md gives for a manifest, for another schema of the package. */
function modeline(schema: string): string {
  const line = /^# yaml-language-server: \$schema=.*$/m.exec(readFileSync('docs/editors.md', 'utf8'))![0];
  assert.ok(line.includes('/afd-deployment.schema.json'));
  return line.replace('afd-deployment', schema);
}

const profile = `apiVersion: afd-lens/v1
kind: LatencyProfile
timeUnit: ms
calibration: measured
attention: { alpha: 0.00165, beta: 50 }
ffn: { alpha: 0.083, beta: 100 }
communication: { alpha: 0.022, beta: 20 }
`;

describe('the schemas in yaml-language-server', () => {
  let folder = '';
  let server: ChildProcess;
  let connection: ProtocolConnection;
  const publications: PublishDiagnosticsParams[] = [];
  let heard = () => {};

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'afd-lens-schemas-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(resolve('.'), join(folder, 'node_modules/afd-lens'), 'junction');
    const program = resolve('node_modules/yaml-language-server/bin/yaml-language-server');
    server = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    connection = createProtocolConnection(
      new StreamMessageReader(server.stdout!),
      new StreamMessageWriter(server.stdin!),
    );
    // Nothing from the network: the schemas must do by themselves.
    const settings = { schemaStore: { enable: false }, kubernetesCRDStore: { enable: false }, validate: true };
    connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
      items.map(({ section }) => (section === 'yaml' ? { ...settings, hover: true, completion: true } : {})),
    );
    connection.onRequest('client/registerCapability', () => null);
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      publications.push(params);
      heard();
    });
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: URI.file(folder).toString(),
      capabilities: { workspace: { configuration: true }, textDocument: { hover: { contentFormat: ['markdown'] } } },
    });
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
  });
  after(() => {
    connection.dispose();
    server.kill();
    rmSync(folder, { recursive: true });
  });

  async function open(name: string, text: string): Promise<string> {
    const uri = URI.file(join(folder, name)).toString();
    const textDocument = { uri, languageId: 'yaml', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    return uri;
  }

  /** What it has to say about a text: its next publication for it. */
  async function findings(name: string, text: string): Promise<readonly Diagnostic[]> {
    const uri = await open(name, text);
    for (;;) {
      const index = publications.findIndex((each) => each.uri === uri);
      if (index >= 0) return publications.splice(index, 1)[0]!.diagnostics;
      await new Promise<void>((resume) => {
        heard = resume;
      });
    }
  }

  for (const [kind, schema, good, bad, wrong, key, described, marked, offered] of [
    [
      'a manifest',
      'afd-deployment',
      manifest({ workload: '{ statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }' }),
      manifest({ ffn: '{ wrokers: 1 }' }),
      'wrokers',
      'microbatches',
      /Microbatches in flight at once/,
      manifest({ ffn: '\n    w|' }),
      ['workers'],
    ],
    [
      'a latency profile',
      'latency-profile',
      profile,
      profile.replace('beta: 20', 'beta: 20, gamma: 1'),
      'gamma',
      'timeUnit',
      /unit/i,
      profile.replace('timeUnit: ms', 't|'),
      ['timeUnit'],
    ],
  ] as const) {
    describe(`for ${kind}`, () => {
      const file = (name: string) => `${schema}-${name}.yaml`;
      const bound = (text: string) => `${modeline(schema)}\n${text}`;

      it('accept what is right', async () => assert.deepEqual(await findings(file('good'), bound(good)), []));

      it('reject a wrong key, where it stands', async () => {
        const text = bound(bad);
        const [found, ...rest] = await findings(file('bad'), text);
        assert.deepEqual(rest, []);
        assert.match(String(found!.message), new RegExp(`Property ${wrong} is not allowed`));
        assert.deepEqual(found!.range.start, positionOf(text, wrong));
      });

      it('say nothing unless the line binds them', async () =>
        assert.deepEqual(await findings(file('unbound'), bad), []));

      it('explain a key', async () => {
        const text = bound(good);
        const uri = await open(file('hover'), text);
        const params = { textDocument: { uri }, position: positionOf(text, key, 1) };
        const hover = await connection.sendRequest<Hover>('textDocument/hover', params);
        assert.match((hover.contents as { value: string }).value, described);
      });

      it('complete a key', async () => {
        const { text, position } = withCursor(bound(marked));
        const uri = await open(file('completion'), text);
        const params = { textDocument: { uri }, position };
        const { items } = await connection.sendRequest<CompletionList>('textDocument/completion', params);
        const labels = items.map(({ label }) => label);
        for (const label of offered) assert.ok(labels.includes(label), `${label} in ${labels}`);
      });
    });
  }
});
