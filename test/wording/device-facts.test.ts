import assert from 'node:assert/strict';
import type { Device } from '../../server/src/latency/hardware/device';
import { deviceSummary, explainDevice } from '../../server/src/wording/device-facts';

const device: Device = {
  id: 'made-up',
  memoryBytes: 80e9,
  memoryBandwidth: 3.35e12,
  flops: { bf16: 989e12, fp8: 1979e12, int8: undefined, fp4: undefined },
  scaleUp: 200e9,
  scaleOut: undefined,
  scaleUpDevices: 72,
  devicesPerNode: 8,
  pricePerHour: 2,
  source: 'a data `sheet`',
  notes: ['Another sheet says 3.43 TB/s'],
};

describe('device-facts', () => {
  it('sum a device up', () => {
    assert.equal(deviceSummary(device), '80 GB, 3.35 TB/s, 989 TFLOP/s in bf16');
  });

  it('say what is stated, what is not, from where, and where sources disagree', () => {
    assert.deepEqual(explainDevice(device), {
      headline: '**`made-up`** · 80 GB, 3.35 TB/s, 989 TFLOP/s in bf16',
      table: undefined,
      derivation: [
        '1.979 PFLOP/s in fp8',
        'one way per device: 200 GB/s scale-up, scale-out not stated',
        '72 in a scale-up domain',
        '8 per node',
        '2 dollars per hour',
      ],
      evidence: ["data sheet, not a measurement; from `a data 'sheet'`", 'note: `Another sheet says 3.43 TB/s`'],
    });
    const bare = {
      ...device,
      flops: { ...device.flops, fp8: undefined },
      scaleUpDevices: undefined,
      devicesPerNode: undefined,
      pricePerHour: undefined,
    };
    assert.deepEqual(explainDevice(bare).derivation, ['one way per device: 200 GB/s scale-up, scale-out not stated']);
  });
});
