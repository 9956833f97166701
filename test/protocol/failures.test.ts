import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Hover, MarkupContent } from 'vscode-languageserver/node';
import type { NoStrategies } from '../../server/src/sweep/strategies';
import type { NoSweep } from '../../server/src/sweep/sweep';
import { positionOf } from './cursor';
import { manifest, traceRows } from './manifests';
import { ProtocolClient } from './protocol-client';

const compared = manifest({
  model: 'gpt-oss-120b',
  latencyProfile: 'none',
  device: 'h200',
  workload: '{ statistics: { distribution: geometric, meanPrefill: 1000, meanDecode: 500 } }',
  slo: '{ ttft: 2s, tpot: 100ms }',
}).replace('  latencyProfile: none\n', '');

describe('what works in the background and cannot', () => {
  let client: ProtocolClient;
  let nowhere = '';
  before(async () => {
    nowhere = join(process.cwd(), 'nowhere.js');
    client = await ProtocolClient.start(undefined, {}, { workerPath: nowhere });
    client.write('traces/chat.csv', traceRows(2000));
  });
  after(() => client.stop());

  const execute = <T>(name: string, ...args: unknown[]) =>
    client.request<T>('workspace/executeCommand', { command: `afdLens.server.${name}`, arguments: args });
  /** What is said of a text in which everything was tried. */
  const settled = async (name: string, text: string) => {
    const uri = await client.open(name, text);
    await execute('tool', 'analyze_afd_ratio', { path: join(client.folder, name) });
    const said = (await client.diagnostics(uri)).map(({ code, severity, message }) => ({ code, severity, message }));
    return { uri, said };
  };

  it('is said where a trace is named', async () => {
    const { said } = await settled('trace.afd.yaml', manifest());
    const [unread, ...others] = said;
    assert.deepEqual([unread!.code, unread!.severity, others], ['AFD205', 1, []]);
    assert.match(String(unread!.message), /The trace reader stopped unexpectedly \(Cannot find module/);
  });

  it('is said where strategies are to be compared: as a finding, in the hover, and in the panel', async () => {
    const { uri, said } = await settled('compared.afd.yaml', compared);
    const failures = said.filter(({ code }) => code === 'AFD615');
    assert.deepEqual(
      failures.map(({ severity }) => severity),
      [3],
    );
    assert.match(String(failures[0]!.message), /^Serving strategies could not be compared: `Cannot find module '/);
    const hover = await client.request<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: positionOf(compared, 'kind', 1),
    });
    assert.match(
      (hover.contents as MarkupContent).value,
      /^\*\*Unknown whether AFD pays\*\*: comparing strategies on 5 devices failed\.\n\nWhy: `Cannot find module /,
    );
    const { strategies } = await execute<{ strategies: NoStrategies }>('strategies', uri, 0);
    assert.deepEqual([strategies.kind, strategies.headline], ['none', 'The strategies could not be compared.']);
    assert.match(strategies.notes.join(), /^Why: `Cannot find module /);
    const { sweep } = await execute<{ sweep: NoSweep }>('simulate', uri, 0);
    assert.equal(sweep.kind, 'none');
    assert.match(sweep.message, /^The simulation stopped unexpectedly \(Cannot find module '/);
  });

  it('is logged with all that is known', () => {
    assert.ok(client.logged.some((line) => line.includes('a comparison failed: Error: Cannot find module')));
    assert.ok(client.logged.every((line) => line.includes(nowhere)));
  });
});
