import assert from 'node:assert/strict';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import { analyse, filesOf } from './analysed';

const pod = (more = '', model = 'deepseek-ai/DeepSeek-V3') => `kind: Pod
metadata: { name: chat }
spec:
  containers:
    - image: registry.example.com/serving:v1
      command: [vllm, serve, ${model}]
      args: [--additional-config, '{"afd": {"role": "attention", "num_attention_ranks": 8}}', --max-num-seqs, "256"]
${more}`;
const requests = (resource: string) => `      resources: { limits: { ${resource}: 8 } }\n`;
const device = (value: string) => ({ ...defaultFileSettings, device: { value, from: 'afd-lens.config.yaml' } });

const profileOf = (text: string, settings = defaultFileSettings) => {
  const fact = analyse(text, filesOf(), settings).documents[0]!.deployment!.latencyProfile;
  return fact && [fact.value, fact.setIn];
};

describe('the profile of a model on a device', () => {
  it('is the built-in one, where the project names the device', () => {
    for (const name of ['ascend-910c', 'Ascend 910C', 'ascend_910c']) {
      assert.deepEqual(profileOf(pod(), device(name)), ['ascend-910c-deepseek-v3', 'device of afd-lens.config.yaml']);
    }
  });

  it('follows from what the pods ask for, if that names the device exactly', () => {
    assert.deepEqual(profileOf(pod(requests('huawei.com/Ascend910C'))), [
      'ascend-910c-deepseek-v3',
      'the device of the pods',
    ]);
    assert.equal(profileOf(pod(requests('huawei.com/Ascend910'))), undefined);
    assert.equal(profileOf(pod(requests('nvidia.com/gpu'))), undefined);
  });

  it('is none for another model or device, and gives way to what the project says', () => {
    assert.equal(profileOf(pod('', 'Qwen/Qwen3-8B'), device('ascend-910c')), undefined);
    assert.equal(profileOf(pod(), device('h200')), undefined);
    assert.equal(profileOf(pod(requests('huawei.com/Ascend910C')), device('h200')), undefined);
  });

  it('is never put before a profile that is named', () => {
    const named = `# afd-lens: profile=./own.yaml\n${pod(requests('huawei.com/Ascend910C'))}`;
    assert.deepEqual(profileOf(named), ['./own.yaml', undefined]);
    const native = (profile: string) =>
      `apiVersion: afd-lens/v1\nkind: AFDDeployment\nspec:\n  model: deepseek-v3\n${profile}  attention: { workers: 8 }\n  ffn: { workers: 1 }\n`;
    assert.deepEqual(profileOf(native(''), device('ascend-910c'))?.[0], 'ascend-910c-deepseek-v3');
    assert.deepEqual(profileOf(native('  latencyProfile: ./own.yaml\n'), device('ascend-910c'))?.[0], './own.yaml');
  });
});
