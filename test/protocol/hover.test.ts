// Also tests: language-server/providers/hover
import assert from 'node:assert/strict';
import type { Hover, MarkupContent } from 'vscode-languageserver/node';
import { positionOf } from './cursor';
import { manifest, traceRows } from './manifests';
import { ProtocolClient } from './protocol-client';

describe('hover over the protocol', () => {
  let client: ProtocolClient;
  let uri: string;
  const text = manifest();
  const hoverAt = async (word: string, inside = 0): Promise<string> => {
    const hover = await client.request<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position: positionOf(text, word, inside),
    });
    return hover ? (hover.contents as MarkupContent).value.replaceAll('\u00a0', ' ') : '';
  };
  before(async () => {
    client = await ProtocolClient.start();
    client.write('traces/chat.csv', traceRows(2000), 3);
    uri = await client.open('chat.afd.yaml', text);
    await client.settledDiagnostics(uri);
  });
  after(() => client.stop());

  for (const [what, word, inside] of [
    ['the attention pool size', 'workers: 4', 9],
    ['the FFN pool size', 'workers: 1', 9],
    ['the batch size', 'batchSize: 256', 12],
    ['the microbatches', 'microbatches: 3', 14],
  ] as const) {
    it(`derives the answer at ${what}`, async () => {
      const value = await hoverAt(word, inside);
      assert.match(value, /^\*\*4A:1F is attention-bound\*\* · optimum \*\*\d+A:1F\*\*, \+\d+ % \(/);
      assert.match(value, /as good within the errors/);
      assert.match(
        value,
        /\| attention, slowest of 4 \| [\d.]+ cycles \| `█+·*` sets the cycle, mean worker idle [\d.]+ % \|/,
      );
      assert.match(value, /\| FFN on 4 × 256 requests \| 185 cycles \| `█+·+` idle \d+ % \|/);
      assert.match(value, /\| communication, round trip \| 42\.53 cycles \| `█+·+` hidden \|/);
      assert.match(value, /tA = 0\.00165 × 256 × [\d.]+ \+ 50 = [\d.]+ cycles; the slowest of 4 adds/);
      assert.match(value, /r\* = \(tA - beta_F\) \/ \(alpha_F B\) = \([\d.]+ - 100\) \/ \(0\.083 × 256\) = [\d.]+/);
      assert.match(value, /best ratio: mean-field [\d.]+ · barrier-aware \d+ · with 3 microbatches in flight \d+/);
      assert.match(value, /TPOT = 3 × [\d.]+ cycles = [\d,.]+ cycles/);
      assert.match(
        value,
        /theta [\d.]+ ± [\d.]+, nu [\d.]+ from `traces\/chat\.csv` \(2,000 requests, Azure[^)]*, last arrival [\d.]+ (?:hours|days?) ago\)/,
      );
      assert.match(value, /profile `ascend-910c-deepseek-v3`.*published, times in cycles, error 5\.0 % assumed/);
    });
  }

  it('tells what the trace yields', async () => {
    const value = await hoverAt('traces/chat.csv', 3);
    assert.match(value, /^\*\*theta [\d.]+ ± [\d.]+\*\* tokens per slot/);
    assert.match(value, /\| nu \| [\d.]+ \|/);
    assert.match(value, /every row was used/);
  });

  it('tells what the profile says and how far to trust it', async () => {
    const value = await hoverAt('ascend-910c', 3);
    assert.match(value, /\| attention \| 0\.00165 × load \+ 50 cycles \|/);
    assert.match(value, /5\.0 % assumed/);
    assert.match(value, /no calibrated range stated/);
  });

  it('explains any other key by the schema, and nothing outside of keys', async () => {
    assert.match(await hoverAt('model:', 2), /^\*\*model\*\*\n\nThe served model: an id of the catalogue/);
    assert.equal(await hoverAt('\nspec:', 0), await hoverAt('{ name: chat }', 14));
  });

  it('explains the keys of a device', async () => {
    const device = 'apiVersion: afd-lens/v1\nkind: Device\nmemoryGB: 80\ndenseTflops: { bf16: 300 }\n';
    const other = await client.open('gpu.afd.yaml', device);
    const shown = await client.request<Hover>('textDocument/hover', {
      textDocument: { uri: other },
      position: positionOf(device, 'bf16', 1),
    });
    assert.match((shown.contents as MarkupContent).value, /^\*\*bf16\*\*\n\nDense TFLOP per second with 16-bit floats/);
  });

  it('shows at device and model what a roofline follows from, else the data sheet', async () => {
    const shownAt = async (spec: Readonly<Record<string, string>>, word: string) => {
      const own = manifest({ device: 'h800', ...spec }).replace(/ {2}latencyProfile: none\n/, '');
      const other = await client.open('hardware.afd.yaml', own);
      await client.settledDiagnostics(other);
      const shown = await client.request<Hover>('textDocument/hover', {
        textDocument: { uri: other },
        position: positionOf(own, word, 3),
      });
      await client.close(other);
      return (shown.contents as MarkupContent).value.replaceAll('\u00a0', ' ');
    };
    for (const word of ['device: h800', 'model: deepseek']) {
      const value = await shownAt({ latencyProfile: 'none' }, word);
      assert.match(value, /· roofline, \*\*uncalibrated\*\*/);
      assert.match(value, /MegaScale-Infer paper says 3\.43/);
    }
    const profiled = await shownAt({}, 'device: h800');
    assert.match(profiled, /^\*\*`h800`\*\* · 80 GB, 3\.35 TB\/s, 989 TFLOP\/s in bf16\n/);
    assert.match(profiled, /MegaScale-Infer paper says 3\.43/);
    const ofPool = { ffn: '{ workers: 1, device: h20 }' };
    assert.match(await shownAt(ofPool, 'device: h20'), /^\*\*`h20`\*\*/);
    assert.match(await shownAt(ofPool, 'device: h800'), /^\*\*`h800`\*\*/);
    assert.match(await shownAt({ device: 'unheard-of' }, 'device: unheard'), /^\*\*device\*\*/);
    assert.match(await shownAt({}, 'model: deepseek'), /^\*\*model\*\*/);
  });

  it('shows at most eight table rows', async () => {
    for (const word of ['workers: 4', 'traces/chat.csv', 'ascend-910c']) {
      const rows = (await hoverAt(word, 3)).split('\n').filter((line) => line.startsWith('|'));
      assert.ok(rows.length >= 4 && rows.length <= 10, `${word}: ${rows.length} lines with header and rule`);
    }
  });

  it('tells the joint choice for the same workers on named devices, and no diagnostic does', async () => {
    const onDevices = manifest({ attention: '{ workers: 16, batchSize: 32 }', ffn: '{ workers: 16 }' }).replace(
      /latencyProfile: .*/,
      'device: h20',
    );
    const opened = await client.open('devices.afd.yaml', onDevices);
    const diagnostics = await client.settledDiagnostics(opened);
    assert.ok(diagnostics.every(({ message }) => !message.includes('joint choice')));
    const found = await client.request<Hover>('textDocument/hover', {
      textDocument: { uri: opened },
      position: positionOf(onDevices, 'batchSize: 32', 12),
    });
    assert.match(
      (found.contents as MarkupContent).value,
      /joint choice for the same 32 workers: \d+A:\d+F, batch size [\d,]+ \(limited by attention memory\), \d microbatches, \+\d+ % \(/,
    );
    assert.doesNotMatch(await hoverAt('batchSize: 256', 12), /joint choice/);
  });
});
