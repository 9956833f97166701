import assert from 'node:assert/strict';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { findDevice } from '../../server/src/latency/hardware/find-device';
import { findModel } from '../../server/src/latency/hardware/find-model';
import { analyse, filesOf } from '../analysis/analysed';

const manifest = (spec: string, attention = '{ workers: 8, batchSize: 64 }') => `apiVersion: afd-lens/v1
kind: AFDDeployment
spec:
${spec}  workload:
    statistics: { distribution: geometric, meanPrefill: 900, meanDecode: 100 }
  attention: ${attention}
  ffn: { workers: 16 }
  microbatches: 2
`;
const evaluationOf = (text: string, inputs: Inputs = filesOf(), settings = defaultFileSettings) =>
  analyse(text, inputs, settings).documents[0]!.evaluation!;
const missingOf = (text: string, inputs?: Inputs) => evaluationOf(text, inputs).missing.map(({ message }) => message);

describe('the hardware of a deployment', () => {
  it('gives a roofline profile where no profile is named', () => {
    const { status, profile, profileState } = evaluationOf(manifest('  model: deepseek-v3\n  device: h200\n'));
    assert.deepEqual([status, profileState], ['evaluated', undefined]);
    assert.deepEqual(
      [profile?.id, profile?.calibration, profile?.relativeError.ffn],
      ['deepseek-v3 on h200', 'roofline', 0.5],
    );
  });

  it('is found under other names, and in the precision that the manifest states', () => {
    const spec = '  model: deepseek-ai/DeepSeek-V3\n  device: NVIDIA H200\n';
    const bf16 = evaluationOf(manifest(spec)).profile!;
    const fp8 = evaluationOf(manifest(`${spec}  precision: { kvCache: fp8 }\n`)).profile!;
    const model = findModel('deepseek-v3');
    assert.ok(model.kind === 'found');
    assert.equal(model.value.precision.kvCache, 'bf16');
    assert.equal(bf16.memory!.attention.kvPerToken, 2 * fp8.memory!.attention.kvPerToken);
    const stored = (precision: string) =>
      evaluationOf(manifest(`${spec}  precision: { weights: ${precision} }\n`)).hardware!.memory!;
    assert.equal(stored('bf16').ffn.sharedWeights, 2 * stored('fp8').ffn.sharedWeights);
  });

  it('takes each pool on its own device, with the prices of both', () => {
    const each = `  model: deepseek-v3\n`;
    const text = manifest(each, '{ workers: 8, batchSize: 64, device: h20 }').replace(
      'ffn: { workers: 16 }',
      'ffn: { workers: 16, device: h800 }',
    );
    const { profile } = evaluationOf(text);
    const price = (id: string) => {
      const found = findDevice(id);
      return found.kind === 'found' ? found.value.pricePerHour : undefined;
    };
    assert.equal(profile?.id, 'deepseek-v3 on h20 + h800');
    assert.deepEqual([profile?.latency.attentionCost, profile?.latency.ffnCost], [price('h20'), price('h800')]);
  });

  it('takes the assumptions of the manifest', () => {
    const spec = '  model: deepseek-v3\n  device: h200\n';
    const at = (roofline: string) => evaluationOf(manifest(`${spec}  roofline: ${roofline}\n`)).profile!.latency;
    const [half, full] = ['{ efficiency: { ffnCompute: 0.5 } }', '{ efficiency: { ffnCompute: 1 } }'].map(at);
    assert.equal(half!.ffn.alpha, 2 * full!.ffn.alpha);
    const [slow, slower] = ['{ hopLatency: 10us }', '{ hopLatency: 30us }'].map(at);
    assert.ok(Math.abs(slower!.communication.beta - 3 * slow!.communication.beta) < 1e-9 * slow!.communication.beta);
    const reserve = evaluationOf(manifest(`${spec}  memory: { reserveGB: 7 }\n`)).hardware!.memory!;
    assert.deepEqual([reserve.attention.reserve, reserve.ffn.reserve], [7e9, 7e9]);
  });

  it('is given by the project where the manifest names none', () => {
    const settings = { ...defaultFileSettings, device: { value: 'h200', from: 'afd-lens.config.yaml' } };
    assert.equal(
      evaluationOf(manifest('  model: deepseek-v3\n'), filesOf(), settings).profile?.id,
      'deepseek-v3 on h200',
    );
    const unknown = { ...defaultFileSettings, device: { value: 'our pods', from: 'afd-lens.config.yaml' } };
    const { documents } = analyse(manifest('  model: deepseek-v3\n'), filesOf(), unknown);
    assert.deepEqual(
      documents[0]!.findings.map(({ code }) => code),
      ['AFD111'],
      'a name of its own is no mistake',
    );
  });

  it('gives way to a profile that is named, and still says what fits', () => {
    const spec = '  model: deepseek-v3\n  device: h200\n  latencyProfile: ascend-910c-deepseek-v3\n';
    const { profile, memory } = evaluationOf(manifest(spec));
    assert.equal(profile?.id, 'ascend-910c-deepseek-v3');
    assert.equal(memory?.ffn.capacity, 141e9);
  });

  it('is read from files, and waits for them', () => {
    const shape = findModel('mixtral-8x7b');
    const device = findDevice('l40s');
    assert.ok(shape.kind === 'found' && device.kind === 'found');
    const text = manifest('  model: ./m/config.json\n  device: ./d.yaml\n');
    const ready: Inputs = {
      ...filesOf(),
      model: (reference) => ({ kind: 'ready', path: `/srv/${reference}`, shape: { ...shape.value, id: 'm' } }),
      device: (reference) => ({ kind: 'ready', path: `/srv/${reference}`, device: { ...device.value, id: 'd' } }),
    };
    assert.equal(evaluationOf(text, ready).profile?.id, 'm on d');
    const loading = evaluationOf(text, { ...ready, model: () => ({ kind: 'loading' }) });
    assert.deepEqual([loading.loading, loading.missing, loading.status], [true, [], 'partial']);
    const { documents } = analyse(text, { ...ready, device: (path) => ({ kind: 'missing', path }) });
    assert.deepEqual(
      documents[0]!.findings.map(({ code, message }) => [code, message]),
      [['AFD305', 'Device file `./d.yaml` does not exist; paths are relative to this file.']],
    );
  });

  const notes: readonly [string, string, RegExp][] = [
    ['no model', '  device: h200\n', /^`spec.model` is missing: with it the devices give a roofline profile$/],
    [
      'a model without an entry',
      '  model: our-own-7b\n  device: h200\n',
      /^`our-own-7b` is not in the catalogue.*config\.json/,
    ],
    [
      'a model with linear attention',
      '  model: kimi-k3\n  device: h200\n',
      /^`kimi-k3` has linear attention, which a roofline/,
    ],
    [
      'no link',
      '  model: deepseek-v3\n  device: l20\n',
      /^Device `l20` states no `scaleOutGBps`.*state it in a device file$/,
    ],
  ];
  for (const [name, spec, message] of notes) {
    it(`says what keeps it from a roofline: ${name}`, () => {
      const [note, ...more] = missingOf(manifest(spec));
      assert.deepEqual(more, []);
      assert.match(note!, message);
    });
  }

  it('says what keeps it from a roofline: one pool without a device, and pools that share requests', () => {
    const lone = manifest('  model: deepseek-v3\n', '{ workers: 8, batchSize: 64, device: h20 }');
    assert.deepEqual(missingOf(lone), ['no device is named for the FFN pool: give `device` in both or in `spec`']);
    const parallel = manifest(
      '  model: deepseek-v3\n  device: h200\n',
      '{ dataParallel: 4, tensorParallel: 2, batchSize: 64 }',
    );
    const { missing, memory } = evaluationOf(parallel);
    assert.match(missing[0]!.message, /^`tensorParallel` above 1 is not part of a roofline/);
    assert.equal(memory, undefined);
  });
});
