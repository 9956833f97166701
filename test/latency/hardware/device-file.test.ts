import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readDevice } from '../../../server/src/latency/hardware/device-file';

const short = `apiVersion: afd-lens/v1
kind: Device
memoryGB: 100
memoryBandwidthTBps: 3
denseTflops: { bf16: 500 }
`;

function failure(text: string): readonly [string, number | undefined] {
  const outcome = readDevice(text, 'mine');
  return outcome.kind === 'failed' ? [outcome.message, outcome.line] : assert.fail('it is read');
}

describe('a device file', () => {
  it('may be short; what it leaves out is unknown', () => {
    assert.deepEqual(readDevice(short, 'mine'), {
      kind: 'ready',
      device: {
        id: 'mine',
        memoryBytes: 100e9,
        memoryBandwidth: 3e12,
        flops: { bf16: 500e12, fp8: undefined, int8: undefined, fp4: undefined },
        scaleUp: undefined,
        scaleOut: undefined,
        scaleUpDevices: undefined,
        devicesPerNode: undefined,
        pricePerHour: undefined,
        source: 'no source stated',
        notes: [],
      },
    });
  });

  it('may give a number its own source and note', () => {
    const text = `${short.replace('memoryGB: 100', 'memoryGB: { value: 90, source: a probe, note: less than printed }')}source: data sheet\ndevicesPerNode: 8\n`;
    const outcome = readDevice(text, 'mine');
    assert.ok(outcome.kind === 'ready');
    assert.equal(outcome.device.memoryBytes, 90e9);
    assert.equal(outcome.device.devicesPerNode, 8);
    assert.equal(outcome.device.scaleUpDevices, 8);
    assert.equal(outcome.device.source, 'data sheet; memory: a probe');
    assert.deepEqual(outcome.device.notes, ['memory 90 GB: less than printed']);
  });

  it('is read as the example shows', () => {
    const outcome = readDevice(readFileSync('examples/devices/my-gpu.afd.yaml', 'utf8'), 'file');
    assert.equal(outcome.kind === 'ready' && outcome.device.id, 'my-gpu');
    const page = readFileSync('docs/hardware.md', 'utf8');
    assert.ok(page.includes(readFileSync('examples/devices/my-gpu.afd.yaml', 'utf8')));
  });

  const failures: readonly [string, string, string, number | undefined][] = [
    [
      'no memory',
      short.replace(/memoryGB.*\n/, ''),
      'The document needs `memoryGB`: memory of one device in GB of 10^9 bytes.',
      1,
    ],
    ['a memory of nothing', short.replace('100', '0'), '`memoryGB` is 0; it must be greater than 0.', 3],
    ['bytes for GB', short.replace('100', '80000000000'), '`memoryGB` is 80000000000; it must be at most 1000000.', 3],
    ['a unit', short.replace('100', '80GB'), '`memoryGB` is the text `80GB`; it must be a number or a map.', 3],
    ['NaN', short.replace('100', '.nan'), '`memoryGB` is not a number (.nan); it must be a number or a map.', 3],
    [
      'half a device',
      `${short}devicesPerNode: 0.5\n`,
      '`devicesPerNode` is 0.5; it must be a whole number or a map.',
      6,
    ],
    [
      'no peak for BF16',
      short.replace('bf16', 'fp8'),
      '`denseTflops` needs `bf16`: dense TFLOP per second with 16-bit floats.',
      5,
    ],
    ['a wrong key', `${short}scaleUpGBs: 3\n`, 'Unknown key `scaleUpGBs`; did you mean `scaleUpGBps`?', 6],
    [
      'a template',
      short.replace('100', '{{ .memory }}'),
      'A template expression fills in some of its values; refer to the rendered file.',
      undefined,
    ],
    ['another kind', short.replace('Device', 'Model'), 'It has no document with `kind: Device`.', undefined],
    ['binary', 'PK\u0000', 'The file is not text.', 1],
  ];
  for (const [title, text, message, line] of failures) {
    it(`says why it is not usable: ${title}`, () => assert.deepEqual(failure(text), [message, line]));
  }

  it('never throws', () => {
    fc.assert(
      fc.property(fc.nat(short.length), fc.nat(20), fc.string({ unit: 'binary', maxLength: 5 }), (at, cut, insert) => {
        readDevice(short.slice(0, at) + insert + short.slice(at + cut), 'file');
      }),
      { numRuns: 300 },
    );
  });
});
