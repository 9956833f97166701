// Also tests: latency/hardware/find-by-name
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { Device } from '../../../server/src/latency/hardware/device';
import { readDevice } from '../../../server/src/latency/hardware/device-file';
import { builtInDevices, findDevice } from '../../../server/src/latency/hardware/find-device';

const folder = 'server/src/latency/hardware/devices';

/** A row of the table in docs/hardware.md. */
function row({
  id,
  memoryBytes,
  memoryBandwidth,
  flops,
  scaleUp,
  scaleUpDevices,
  scaleOut,
  pricePerHour,
}: Device): string {
  const cell = (value: number | undefined, unit: number) =>
    value === undefined ? '' : `${Number((value / unit).toPrecision(6))}`;
  const cells = [
    `\`${id}\``,
    cell(memoryBytes, 1e9),
    cell(memoryBandwidth, 1e12),
    ...[flops.bf16, flops.fp8, flops.int8, flops.fp4].map((value) => cell(value, 1e12)),
    cell(scaleUp, 1e9),
    cell(scaleUpDevices, 1),
    cell(scaleOut, 1e9),
    cell(pricePerHour, 1),
  ];
  return `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |').replaceAll('|  |', '| |');
}

describe('the built-in devices', () => {
  for (const file of readdirSync(folder)) {
    it(`are what their file says, with a source: ${file}`, () => {
      const outcome = readDevice(readFileSync(`${folder}/${file}`, 'utf8'), 'file');
      assert.deepEqual(outcome, { kind: 'ready', device: builtInDevices.get(file.replace('.yaml', '')) });
      assert.ok(outcome.kind === 'ready' && outcome.device.source !== 'no source stated');
    });
  }

  it('stand in docs/hardware.md with their numbers', () => {
    const page = readFileSync('docs/hardware.md', 'utf8');
    for (const device of builtInDevices.values()) assert.ok(page.includes(row(device)), row(device));
  });

  it('have the numbers of their data sheets, in bytes and FLOP per second', () => {
    const { memoryBytes, memoryBandwidth, flops, scaleUp, scaleUpDevices, scaleOut } = builtInDevices.get('h200')!;
    assert.deepEqual(
      [memoryBytes, memoryBandwidth, scaleUp, scaleUpDevices, scaleOut],
      [141e9, 4.8e12, 450e9, 8, 50e9],
    );
    assert.equal(builtInDevices.get('gb300')!.scaleUpDevices, 72);
    assert.deepEqual(flops, { bf16: 989e12, fp8: 1979e12, int8: undefined, fp4: undefined });
    assert.ok(Math.abs(builtInDevices.get('gb200')!.memoryBytes / (185 * 2 ** 30) - 1) < 0.001);
    assert.deepEqual(builtInDevices.get('ascend-910b')!.flops.int8, 560e12);
  });

  it('say where sources disagree', () => {
    const { notes, source } = builtInDevices.get('h800')!;
    assert.ok(notes.includes('memory bandwidth 3.35 TB/s: The MegaScale-Infer paper says 3.43'), notes.join('\n'));
    assert.equal(source, 'Step-3 paper, Table 4; scale-up domain: AIC systems yaml');
    assert.ok(builtInDevices.get('ascend-910c')!.notes.some((note) => note.includes('196')));
  });

  const names: readonly [string, string][] = [
    ['NVIDIA H200', 'h200'],
    ['nvidia/h200', 'h200'],
    ['ascend_910b', 'ascend-910b'],
    ['Huawei Ascend 910C', 'ascend-910c'],
    ['NVIDIA-H100-80GB-HBM3', 'h100-sxm'],
    ['NVIDIA-A100-SXM4-80GB', 'a100-sxm'],
    ['AMD Instinct MI300X', 'mi300x'],
    ['GB200 NVL72', 'gb200'],
    ['h20', 'h20'],
  ];
  for (const [name, id] of names) {
    it(`are found by their other names: ${name}`, () => {
      const found = findDevice(name);
      assert.equal(found.kind === 'found' && found.value.id, id);
    });
  }

  const unknown: readonly [string, readonly string[]][] = [
    ['a100', ['a100-sxm']],
    ['h2', ['h20', 'h200']],
    ['h2000', ['h200']],
    ['NVIDIA', []],
    ['h100-pcie', []],
    ['nvidiah200', []],
    ['', []],
  ];
  for (const [name, candidates] of unknown) {
    it(`are not found loosely, only proposed: ${name}`, () => {
      const found = findDevice(name);
      assert.equal(found.kind, 'unknown');
      if (found.kind === 'unknown') assert.deepEqual(found.candidates.slice(0, candidates.length), candidates);
    });
  }
});
