import assert from 'node:assert/strict';
import { carried } from './carried';

function deviceOf(resources: string): string | undefined {
  const text = `kind: Pod\nspec: { containers: [{ resources: ${resources} }] }`;
  const device = carried(text).processes[0]!.carrier.device;
  return device && `${device.count.value} ${device.resource}`;
}

describe('the accelerators of a pod', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['{ limits: { cpu: 8, nvidia.com/gpu: 4 } }', '4 nvidia.com/gpu'],
    ['{ limits: { cpu: 8 }, requests: { amd.com/gpu: "2" } }', '2 amd.com/gpu'],
    ['{ limits: { huawei.com/Ascend910: 16 } }', '16 huawei.com/Ascend910'],
    ['{ limits: { huawei.com/ascend-1980: 16 } }', '16 huawei.com/ascend-1980'],
    ['{ limits: { habana.ai/gaudi: 1, google.com/tpu: 2 } }', '1 habana.ai/gaudi'],
    ['{ limits: { gpu: 1 } }', '1 gpu'],
    ['{ limits: { rdma/hca: 1, memory: 8Gi, cpu: 1 } }', undefined],
    ['{ limits: { nvidia.com/gpu: {{ .n }} } }', undefined],
    ['{ limits: many }', undefined],
  ];
  for (const [resources, expected] of cases)
    it(`are ${expected}: ${resources}`, () => assert.equal(deviceOf(resources), expected));
});
