// Also tests: manifest/dialects/native/fact-reader
import assert from 'node:assert/strict';
import { readNativeManifest } from '../../../../server/src/manifest/dialects/native/native';
import { parseYaml } from '../../../../server/src/yaml/yaml-document';

function read(spec: string) {
  const text = `apiVersion: afd-lens/v1\nkind: AFDDeployment\nspec:\n  attention: { workers: 8 }\n  ffn: { workers: 1 }\n${spec}`;
  const { deployment, problems } = readNativeManifest(parseYaml(text)[0]!.root!);
  return { text, deployment, hardware: deployment.hardware, problems: problems.map(({ message }) => message) };
}

describe('the hardware of a native manifest', () => {
  it('is one device for both pools, or one for each', () => {
    const { hardware, text, problems } = read('  device: h800\n');
    assert.deepEqual(problems, []);
    assert.equal(hardware.attentionDevice, hardware.ffnDevice);
    const { range } = hardware.attentionDevice!;
    assert.equal(text.slice(range.start, range.end), 'h800');

    const own = read('  device: h800\n').text.replace('ffn: { workers: 1 }', 'ffn: { workers: 1, device: ./h20.yaml }');
    const { deployment } = readNativeManifest(parseYaml(own)[0]!.root!);
    assert.deepEqual(
      [deployment.hardware.attentionDevice?.value, deployment.hardware.ffnDevice?.value],
      ['h800', './h20.yaml'],
    );
  });

  it('states precisions, reserve, prices and the assumptions of a roofline', () => {
    const { hardware, problems } = read(`  precision: { weights: fp8, kvCache: bf16 }
  memory: { reserveGB: 5.5 }
  roofline: { efficiency: { ffnCompute: 0.4, prefillCompute: 0.5, network: 1 }, network: scale-out, hopLatency: 12us, expertBalance: 0.8 }
`);
    assert.deepEqual(problems, []);
    const { weights, kvCache, reserveBytes, efficiency, network, hopSeconds, expertBalance } = hardware;
    assert.deepEqual(
      { weights, kvCache, reserveBytes, efficiency, network, hopSeconds, expertBalance },
      {
        weights: 'fp8',
        kvCache: 'bf16',
        reserveBytes: 5.5e9,
        efficiency: { ffnCompute: 0.4, prefillCompute: 0.5, network: 1 },
        network: 'scale-out',
        hopSeconds: 12e-6,
        expertBalance: 0.8,
      },
    );
    assert.equal(read('  memory: { reserveGB: 0 }\n').hardware.reserveBytes, 0);
  });

  const refused: readonly [string, RegExp][] = [
    ['  precision: { weights: fp7 }\n', /`weights`.*must be one of bf16/],
    ['  memory: { reserveGB: -1 }\n', /`reserveGB`/],
    ['  roofline: { efficiency: { network: 0 } }\n', /`network`/],
    ['  roofline: { efficiency: { network: 1.2 } }\n', /`network`/],
    ['  roofline: { hopLatency: fast }\n', /`hopLatency` is `fast`; write a positive time/],
    ['  roofline: { expertBalance: 1.1 }\n', /`expertBalance`/],
    ['  roofline: { speed: 3 }\n', /`speed`/],
    ['  device: 3\n', /`device`/],
  ];
  for (const [spec, problem] of refused) {
    it(`does not take ${spec.trim()}`, () => {
      const { problems, hardware } = read(spec);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, problem);
      const { weights, reserveBytes, efficiency, hopSeconds, attentionDevice } = hardware;
      assert.deepEqual(
        [weights, reserveBytes, efficiency, hopSeconds, attentionDevice],
        [undefined, undefined, {}, undefined, undefined],
      );
    });
  }

  it('is missing where a template fills it in', () => {
    const { deployment, hardware } = read('  device: {{ .Values.device }}\n');
    assert.equal(hardware.attentionDevice, undefined);
    assert.deepEqual(
      deployment.missing.map(({ message, templated }) => [message, templated]),
      [['`device` is filled in by a template', true]],
    );
  });

  it('needs the prices of both pools or of none', () => {
    const priced = (attention: string, ffn: string) =>
      readNativeManifest(
        parseYaml(
          `apiVersion: afd-lens/v1\nkind: AFDDeployment\nspec:\n  attention: { workers: 8${attention} }\n  ffn: { workers: 1${ffn} }\n`,
        )[0]!.root!,
      );
    const both = priced(', instanceCost: 1', ', instanceCost: 2.5');
    assert.deepEqual(both.problems, []);
    const { attentionCost, ffnCost } = both.deployment.hardware;
    assert.deepEqual([attentionCost?.value, ffnCost?.value], [1, 2.5]);
    const [problem] = priced('', ', instanceCost: 2').problems;
    assert.match(problem!.message, /`instanceCost` of the FFN pool counts only beside that of the attention pool/);
  });
});
