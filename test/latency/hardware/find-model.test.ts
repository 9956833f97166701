import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { modelCatalogue } from '../../../server/src/generated/hardware-catalogue';
import { builtInModelNames, findModel } from '../../../server/src/latency/hardware/find-model';
import { readModelFile } from '../../../server/src/latency/hardware/model-file';
import type { ModelShape } from '../../../server/src/latency/hardware/model-shape';
import { parameters, sum } from './configs';

const folder = 'server/src/latency/hardware/models';

function modelOf(name: string): ModelShape {
  const found = findModel(name);
  return found.kind === 'found' ? found.value : assert.fail(`${name} is not found`);
}

const builtInModelIds = modelCatalogue.map(({ metadata }) => metadata!.name!);

describe('the built-in models', () => {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.yaml')) continue;
    it(`are what their file says: ${file}`, () => {
      const outcome = readModelFile(readFileSync(`${folder}/${file}`, 'utf8'), 'file');
      assert.deepEqual(outcome, { kind: 'ready', shape: modelOf(basename(file, '.yaml')) });
    });
  }

  it('have a file each', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
    assert.deepEqual(files.map((file) => basename(file, '.yaml')).sort(), [...builtInModelIds].sort());
  });

  it('have names of one meaning', () => {
    const shapes = modelCatalogue.map(({ metadata, aliases = [] }) => {
      const [shape, ...others] = [metadata!.name!, ...aliases].map(modelOf);
      for (const other of others) assert.equal(other, shape);
      return shape;
    });
    assert.equal(new Set(shapes).size, modelCatalogue.length);
  });

  // Billions, as the models' names or their makers state them.
  const published: readonly [string, number, number | undefined][] = [
    ['deepseek-v3', 671, 37],
    ['deepseek-v3.2', 671, undefined],
    ['gemma-4-26b-a4b', 26, undefined],
    ['gpt-oss-120b', 117, undefined],
    ['gpt-oss-20b', 21, undefined],
    ['kimi-k2', 1026, 32],
    ['llama-3.1-405b', 405, 405],
    ['llama-3.1-70b', 70, 70],
    ['llama-3.1-8b', 8, 8],
    ['llama-4-maverick', 400, 17],
    ['llama-4-scout', 109, 17],
    ['mixtral-8x22b', 141, 39],
    ['mixtral-8x7b', 46.7, 12.9],
    ['qwen3-235b-a22b', 235, 22],
    ['qwen3-30b-a3b', 30.5, 3.3],
    ['qwen3-32b', 32.8, 32.8],
    ['qwen3-8b', 8.2, 8.2],
    ['qwen3-coder-480b-a35b', 480, 35],
  ];
  for (const [id, total, active] of published) {
    it(`have about the published number of parameters: ${id}`, () => {
      const counted = parameters(modelOf(id));
      assert.ok(Math.abs(counted.total / (total * 1e9) - 1) < 0.035, `${counted.total / 1e9} of ${total}`);
      if (active !== undefined)
        assert.ok(Math.abs(counted.active / (active * 1e9) - 1) < 0.035, `${counted.active / 1e9} of ${active}`);
    });
  }

  // Step-3 paper, Table 2 at 8K: KV elements (bytes in FP8), attention FLOP, projection FLOP, FFN FLOP per token. Its
  // attention FLOP of latent attention count 576 elements on both sides; exact are 576 and 512, 5.6 % less.
  const costs: readonly [string, number, number, number, number][] = [
    ['kimi-k2', 2.88e8, 7.37e10 * (1088 / 1152), 1.23e10, 4.84e10],
    ['deepseek-v3', 2.88e8, 1.47e11 * (1088 / 1152), 2.28e10, 4.84e10],
    ['qwen3-235b-a22b', 7.89e8, 2.52e10, 1.34e10, 2.84e10],
    ['qwen3-32b', 1.07e9, 1.72e10, 1.21e10, 5.03e10],
    ['step-3', 2.56e8, 3.27e10, 2.07e10, 5.33e10],
  ];
  for (const [id, ...expected] of costs) {
    it(`cost what the Step-3 paper computes at 8K: ${id}`, () => {
      const { attention, ffn } = modelOf(id);
      const counted = [
        8192 * sum(attention, ({ kvElements }) => kvElements),
        8192 * sum(attention, ({ flopPerKvToken }) => flopPerKvToken),
        2 * sum(attention, ({ projectionParameters }) => projectionParameters),
        2 *
          sum(
            ffn,
            ({ perToken, expertParameters, alwaysParameters }) => perToken * expertParameters + alwaysParameters,
          ),
      ];
      for (const [index, value] of counted.entries())
        assert.ok(Math.abs(value / expected[index]! - 1) < 0.006, `${index}: ${value} of ${expected[index]}`);
    });
  }

  const names: readonly [string, string][] = [
    ['deepseek-ai/DeepSeek-R1', 'deepseek-v3'],
    ['DeepSeek_V3', 'deepseek-v3'],
    ['Qwen/Qwen3-235B-A22B-FP8', 'qwen3-235b-a22b-fp8'],
    ['Qwen3 235B', 'qwen3-235b-a22b'],
    ['zai-org/GLM-5.1', 'glm-5'],
    ['step3', 'step-3'],
    ['Llama-3.1-8B', 'llama-3.1-8b'],
  ];
  for (const [name, id] of names) {
    it(`are found by their other names: ${name}`, () => assert.equal(modelOf(name).id, id));
  }

  const unknown: readonly [string, readonly string[]][] = [
    ['deepseek-v33', ['deepseek-v3']],
    ['qwen3-235', ['qwen3-235b-a22b', 'qwen3-235b-a22b-fp8']],
    ['llama-3-18b', []],
    ['glm', ['glm-4.5', 'glm-4.5-air', 'glm-5']],
    ['something else', []],
    ['', []],
  ];
  for (const [name, candidates] of unknown) {
    it(`are not found loosely, only proposed: ${name}`, () => {
      const found = findModel(name);
      assert.equal(found.kind, 'unknown');
      if (found.kind === 'unknown' && candidates.length > 0)
        assert.deepEqual(found.candidates.slice(0, candidates.length), candidates);
    });
  }

  it('of one shape differ only in how they are stored', () => {
    const pairs = builtInModelIds.filter((id) => builtInModelIds.includes(`${id}-fp8`));
    assert.ok(pairs.length >= 5);
    for (const id of pairs) {
      const [plain, fp8] = [modelOf(id), modelOf(`${id}-fp8`)];
      assert.deepEqual([fp8.attention, fp8.ffn], [plain.attention, plain.ffn]);
      assert.deepEqual([plain.precision.experts, fp8.precision.experts], ['bf16', 'fp8']);
    }
  });

  it('are listed in docs/hardware.md', () => {
    const page = readFileSync('docs/hardware.md', 'utf8');
    for (const name of builtInModelNames) assert.ok(page.includes(`\`${name}\``), name);
    for (const id of builtInModelIds) {
      const billions = parameters(modelOf(id)).total / 1e9;
      const row = new RegExp(
        `^\\| \`${id.replaceAll('.', '\\.')}\` .* ${billions.toFixed(billions < 100 ? 1 : 0)} B `,
        'm',
      );
      assert.match(page, row);
    }
  });
});
